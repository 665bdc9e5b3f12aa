"""Kinds that are declared for columns that are left out are told with their place, unless the split takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("method", "idle"), [("hash", 1), ("time", 1), ("group", 2), ("column", 2)])
def test_the_kind_by_which_rows_are_split_counts(method: str, idle: int, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    split = f"split: {{method: {method}, by: w}}, columns: {{v: date, w: date}}"
    path.write_text(f"data: {{path: f.csv, target: y, drop: [v, w], {split}}}\nmodel: {{layers: [output]}}\n")
    loaded = load([path])
    told = [problem.path for problem in idle_kinds(loaded.config.data, loaded.problem)]
    assert told == ["data.columns.v", "data.columns.w"][:idle]
