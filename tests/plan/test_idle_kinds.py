"""Kinds that are declared for columns that are left out are told with their place."""

from __future__ import annotations

from pathlib import Path

from nettrain.config.load import load
from nettrain.plan.checks import idle_kinds


def test_told(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(
        "data: {path: f.csv, target: y, drop: [w], columns: {x: number, w: category}}\nmodel: {layers: [output]}\n"
    )
    loaded = load([path])
    assert [str(problem) for problem in idle_kinds(loaded.config.data, loaded.problem)] == [
        f"{path}:1:64: data.columns.w: is declared, but data.drop leaves the column out: its kind counts for nothing"
    ]
