"""Rows that count nothing: a side of which no row counts is refused, with its first row, before anything is trained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nettrain.components.task import EVERY_TASK
from nettrain.config.load import load
from nettrain.data.dataset import Dataset, prepare
from nettrain.errors import DataError

ROWS = 100
TIME = "split: {method: time, by: t}"
"""70 rows for train, then 15 for validation, then 15 for test."""
TOLD = {
    "train": "every weight of the train rows is 0 (70 rows, this one first): nothing could be learned from them; "
    "give some of them a weight above 0, or choose other rows for train",
    "validation": "every weight of the validation rows is 0 (15 rows, this one first): no epoch could be told from "
    "another by them; give some of them a weight above 0, or choose other rows for validation",
    "test": "every weight of the test rows is 0 (15 rows, this one first): nothing could be judged by them; "
    "give some of them a weight above 0, or choose other rows for test",
}
REFUSED: dict[str, tuple[Callable[[int], object], list[str]]] = {
    "train": (lambda n: int(n >= 70), [f"f.csv:2: w: {TOLD['train']}"]),
    "validation": (lambda n: int(not 70 <= n < 85), [f"f.csv:72: w: {TOLD['validation']}"]),
    "test": (lambda n: 0.25 * (n < 85), [f"f.csv:87: w: {TOLD['test']}"]),
    "all": (
        lambda n: 0,
        [f"f.csv:2: w: {TOLD['train']}", f"f.csv:72: w: {TOLD['validation']}", f"f.csv:87: w: {TOLD['test']}"],
    ),
    "below 0": (lambda n: n - 1, ["f.csv:2: w: the weight is -1, expected a number from 0 on"]),
    "missing": (lambda n: "" if n == 3 else 0, ["f.csv:5: w: the weight is missing, expected a number from 0 on"]),
}


def prepared(folder: Path, target: str, weight: Callable[[int], object], more: str = TIME) -> Dataset:
    lines = ["x,t,label,number,w"]
    lines += [f"{n * 37 % 101 / 7},{n},{'no' if n % 3 else 'yes'},{n * 53 % 97 / 3},{weight(n)}" for n in range(ROWS)]
    (folder / "f.csv").write_text("\n".join([*lines, ""]))
    text = f"data: {{path: f.csv, target: {target}, weight: w, {more}}}\nmodel: {{layers: [output]}}\n"
    (folder / "c.yaml").write_text(text)
    return prepare(load([Path("c.yaml")]).config.data, folder, 0, EVERY_TASK)


@pytest.mark.parametrize("target", ["label", "number"])
@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    weight, told = REFUSED[case]
    with pytest.raises(DataError) as found:
        prepared(tmp_path, target, weight)
    assert [str(problem) for problem in found.value.problems] == told


@pytest.mark.parametrize("target", ["label", "number"])
def test_one_row_that_counts_is_enough(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = prepared(tmp_path, target, lambda n: 0.1 if n in (69, 84, 99) else 0)
    assert found.drawn.sides.counts() == {"train": 70, "validation": 15, "test": 15}
    assert found.trivial.shares == ((0.0, 1.0) if target == "label" else ())
    assert found.trivial.medians == (() if target == "label" else (69 * 53 % 97 / 3,))


def test_a_side_without_rows_needs_no_weight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = prepared(tmp_path, "label", lambda n: 0.5, "split: {validation: 0, test: 0}")
    assert found.drawn.sides.counts() == {"train": 100, "validation": 0, "test": 0}


def test_rows_without_a_weight_are_dropped_where_the_config_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = prepared(tmp_path, "label", lambda n: "" if n % 2 else 1, f"on_bad_row: drop, {TIME}")
    assert found.drawn.usable.dropped == {"no weight": 50}
    with pytest.raises(DataError, match="no row has a weight; name a column of numbers"):
        prepared(tmp_path, "label", lambda n: "", f"on_bad_row: drop, {TIME}")
