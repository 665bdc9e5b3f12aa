"""Columns may be called as those that we, or Polars, make on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import nettrain

OURS = "below cell code column count group index left len level literal mark number place right row share value"
NAMES = [*OURS.split(), "variable", "weight", "word", "worst", "wrong", "1", "drawn", "trained", "row number"]
CELLS = {
    "numbers": lambda row, n: str((row * (n + 3)) % 101 + 0.5),
    "words": lambda row, n: "abc"[(row + n) % 3],
    "many words": lambda row, n: f"w{row * (n + 3) % 41}",
    "dates": lambda row, n: f"2024-{row % 12 + 1:02}-{(row + n) % 28 + 1:02}",
    "booleans": lambda row, n: ("yes", "no")[row // (n + 1) % 2],
}
ROWS = 120


def written(folder: Path, kind: str, **data: object) -> Path:
    lines = [",".join([*NAMES, "y"])]
    lines += [",".join([*(CELLS[kind](row, n) for n in range(len(NAMES))), "pq"[row % 2]]) for row in range(ROWS)]
    (folder / "f.csv").write_text("\n".join(lines) + "\n")
    given = {"path": "f.csv", "target": "y", **data}
    layers = [{"dense": {"units": 2}}, "output"]
    (folder / "c.yaml").write_text(yaml.safe_dump({"data": given, "model": {"layers": layers}}))
    return folder / "c.yaml"


@pytest.mark.parametrize("kind", CELLS)
def test_inputs_of_any_name(kind: str, tmp_path: Path) -> None:
    profiles = nettrain.check(written(tmp_path, kind)).document["columns"]
    assert [column["name"] for column in profiles] == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ["target", "weight", "group", "time", "column", "several"])
def test_roles_of_columns_of_any_name(name: str, role: str, tmp_path: Path) -> None:
    asked: dict[str, object] = {
        "target": {"target": name},
        "several": {"target": [name, "cell" if name != "cell" else "code"]},
        "weight": {"weight": name},
        "group": {"split": {"method": "group", "by": name}},
        "time": {"split": {"method": "time", "by": name}},
        "column": {"drop": [name]},
    }[role]
    rows = nettrain.check(written(tmp_path, "numbers", **asked)).document["rows"]
    assert sum(rows.values()) == ROWS
