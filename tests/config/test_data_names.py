"""Columns that `data` names twice, and kinds that are declared where nothing would take them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.commands import init
from nettrain.config.load import load
from nettrain.errors import ConfigError, UsageError

TWICE = "stands here twice: expected different names"
SEQUENCE = (
    "is part of the sequence s, which reads it as number: leave its kind out, or name the sequence's columns without it"
)
LABELS = "declare category to take each word for a label"

REFUSED = {
    "target: [y, y]": [f"c.yaml:1:33: data.target[1]: 'y' {TWICE}"],
    "target: []": ["c.yaml:1:21: data.target: expected a column, or a list of columns; got an empty list"],
    "target: y, split: {method: hash, by: [k, a, k]}": [f"c.yaml:1:65: data.split.by[2]: 'k' {TWICE}"],
    "target: y, split: {by: k}": [
        "c.yaml:1:44: data.split.by: nothing goes by a column with method: auto; choose group (rows of one value stay "
        "together), time, hash or column, or leave by out"
    ],
    "target: y, format: {names: [y, y, k]}": [f"c.yaml:1:52: data.format.names[1]: 'y' {TWICE}"],
    "target: y, columns: {s: {sequence: {of: [p, p]}}}": [f"c.yaml:1:65: data.columns.s.sequence.of[1]: 'p' {TWICE}"],
    "target: y, columns: {y: boolean}": [
        f"c.yaml:1:42: data.columns.y: a target is number or category, not boolean; {LABELS}"
    ],
    "target: y, columns: {y: {ordinal: [low, high]}}": [
        f"c.yaml:1:42: data.columns.y: a target is number or category, not ordinal; {LABELS}"
    ],
    "target: y, columns: {y: date}": [
        f"c.yaml:1:42: data.columns.y: a target is number or category, not date; {LABELS}"
    ],
    "target: [y, z], columns: {y: number, z: category}": [
        "c.yaml:1:58: data.columns.z: several targets are all numbers, but this is declared as category; "
        "name one target, or number"
    ],
    "target: y, weight: w, columns: {w: category}": [
        "c.yaml:1:53: data.columns.w: the weight is read as number, not as category: leave its kind out"
    ],
    "target: y, columns: {s: {sequence: {of: 'p*'}}, p3: category, q: category}": [
        f"c.yaml:1:69: data.columns.p3: {SEQUENCE}"
    ],
    "target: y, columns: {p3: {number: {scale: log1p}}, s: {sequence: {of: [p1, p3]}}}": [
        f"c.yaml:1:42: data.columns.p3: {SEQUENCE}"
    ],
    "target: [y, y], columns: {s: {sequence: {of: [p, p]}}}": [
        f"c.yaml:1:33: data.target[1]: 'y' {TWICE}",
        f"c.yaml:1:70: data.columns.s.sequence.of[1]: 'p' {TWICE}",
    ],
}


def written(folder: Path, data: str) -> Path:
    path = folder / "c.yaml"
    path.write_text(f"data: {{path: f.csv, {data}}}\nmodel: {{layers: [output]}}\n")
    return path.relative_to(folder)


@pytest.mark.parametrize(("data", "problems"), REFUSED.items(), ids=REFUSED)
def test_refused(data: str, problems: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as found:
        load([written(tmp_path, data)])
    assert [str(problem) for problem in found.value.problems] == problems


@pytest.mark.parametrize(
    "data",
    [
        "target: y, columns: {y: {number: {scale: log1p}}}",
        "target: [y, z], columns: {y: number}",
        "target: y, weight: w, columns: {w: number}",
        "target: y, drop: [k, k], columns: {k: category}",  # as where --set drops what the config declares
        "target: y, columns: {s: {sequence: {of: [p1, 'p*']}}}",
        "target: p9, weight: p8, drop: p7, columns: {s: {sequence: {of: 'p*'}}, p9: number, p8: number, p7: date}",
        "target: y, split: {method: group, by: g}, columns: {s: {sequence: {of: '*'}}, g: category}",
    ],
)
def test_taken(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load([written(tmp_path, data)]).config.data.columns is not None


def test_init_names_a_target_once(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("x,y\n1,2\n")
    with pytest.raises(UsageError, match=r"^--target y is given twice: name each column once$"):
        init.run(str(tmp_path / "f.csv"), ("y", "x", "y"), Path("-"))
