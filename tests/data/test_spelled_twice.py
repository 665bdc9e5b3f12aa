"""Labels that are one number in two spellings are told, not taken for two labels."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from nettrain.components.task import CLASSES, EVERY_TASK, Task
from nettrain.config.data import DataConfig
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.spelling import twins
from nettrain.errors import DataError


def prepared(folder: Path, labels: list[str], tasks: frozenset[Task] = EVERY_TASK, **columns: str) -> Dataset:
    rows = [f"{n * 37 % 101},{labels[n % len(labels)]}" for n in range(60)]
    (folder / "f.csv").write_text("\n".join(["x,y", *rows, ""]))
    kinds = {name: {kind: {}} for name, kind in columns.items()}
    data = DataConfig.model_validate({"path": ("f.csv",), "target": ("y",), "columns": kinds})
    return prepare(data, folder, 0, tasks)


@pytest.mark.parametrize(
    ("labels", "tasks", "told"),
    [
        (["0", "1", "1.0"], EVERY_TASK, ["f.csv:4: y: '1.0' and '1' are one number"]),
        (["2.50", "1", "2.5"], CLASSES, ["f.csv:4: y: '2.5' and '2.50' are one number"]),
        (
            ["1", "01", "2", "+1", "2.", "0"],
            EVERY_TASK,
            ["f.csv:3: y: '01' and '1' are", "f.csv:5: y: '+1' and '1' are", "f.csv:6: y: '2.' and '2' are"],
        ),
    ],
)
def test_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    labels: list[str],
    tasks: frozenset[Task],
    told: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as found:
        prepared(tmp_path, labels, tasks)
    for problem, start in zip(found.value.problems, told, strict=True):
        assert str(problem).startswith(start)
    assert "two labels: write it in one way, or declare under data.columns y: number to predict" in str(found.value)


@pytest.mark.parametrize("digits", [17, 38, 39, 60])
def test_long_ones_that_round_alike_are_two_numbers(digits: int) -> None:
    long = ["9" * digits, "9" * (digits - 1) + "8", "1", "1.0"]
    assert twins(pl.Series(long), None) == [["1", "1.0"]]


def test_declared_labels_stay_as_they_stand(tmp_path: Path) -> None:
    assert prepared(tmp_path, ["0", "1", "1.0"], y="category").target.labels == ("0", "1", "1.0")
    assert prepared(tmp_path, ["0", "1", "1.0"], y="number").target.labels == ()
    assert prepared(tmp_path, ["1", "1.0", "one"]).target.labels == ("1", "1.0", "one")  # words: nothing is a number
