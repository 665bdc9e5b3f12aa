"""Tables on stdout: numbers to the right and text to the left, whatever text looks like."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nettrain.commands import check, compare
from nettrain.rundir import PLAN, RunDir
from tests.html.runs import written
from tests.making import sealed


def test_words_that_look_like_numbers_stand_to_the_left(tmp_path: Path) -> None:
    """The columns are named by numbers, and what they hold begins like an interval."""
    words = {"1": ["[a", "[b"] * 50, "22": ["[long", "[longer"] * 50}
    pl.DataFrame({**words, "y": ["no", "yes", "yes", "no"] * 25}).write_csv(tmp_path / "table.csv")
    config = tmp_path / "c.yaml"
    config.write_text("data: {path: table.csv, target: y}\nmodel: {layers: [output]}\n")
    lines = check.run([config]).text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("column"))
    head, one, two = lines[start : start + 3]
    assert [line.split()[0] for line in (one, two)] == ["1", "22"]
    assert one.startswith("1 ")
    assert {line.index("[") for line in (one, two)} == {head.index("values")}
    assert {line.index(" 2 ") + 1 for line in (one, two)} == {head.index("distinct") + len("distinct") - 1}
    assert {len(head)} == {len(one), len(two)}


WEIGHTS = {"class_weights": {"no": 16.0, "yes": 1e-07}}
SETTINGS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "numbers, and none": ({}, ["train.class_weights.no    16.0  2.0", "train.class_weights.yes  1e-07    -"]),
    "a list": (
        {"freeze": [8, 128]},
        [
            "train.freeze             [8, 128]  []",
            "train.class_weights.no   16.0      2.0",
            "train.class_weights.yes  1e-07     -",
        ],
    ),
    "a boolean": (
        {"optimizer": {"adam": {"amsgrad": True}}},
        [
            "train.optimizer.adam.amsgrad  true   false",
            "train.class_weights.no        16.0   2.0",
            "train.class_weights.yes       1e-07  -",
        ],
    ),
    "text": (
        {"monitor": "nan"},
        [
            'train.monitor            "nan"  "val_loss"',
            "train.class_weights.no   16.0   2.0",
            "train.class_weights.yes  1e-07  -",
        ],
    ),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("run"), "regression").path


def copied(run: Path, name: str, train: dict[str, Any]) -> Path:
    """Copy a run into the working directory as one that was trained with other settings."""
    copy = RunDir(shutil.copytree(run, Path(name)))
    plan = copy.read_json(PLAN)
    plan["config"]["train"] |= train
    copy.write_json(PLAN, plan)
    sealed(copy)
    return copy.path


@pytest.mark.parametrize(("train", "told"), SETTINGS.values(), ids=SETTINGS)
def test_settings_are_numbers_only_where_all_of_a_run_are(
    run: Path, train: dict[str, Any], told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = [copied(run, "a", WEIGHTS | train), copied(run, "b", {"class_weights": {"no": 2.0}})]
    lines = compare.run(runs).text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("config"))
    assert lines[start + 1 : lines.index("", start)] == told


def test_metrics_stand_in_the_order_of_the_config(tmp_path: Path) -> None:
    """That is lost in metrics.json, whose keys are sorted; in the tables of values and of differences."""
    run = written(tmp_path, "regression").path
    lines = [line.split() for line in compare.run([run, run]).text.splitlines()]
    metrics = [words[0] for words in lines if words and words[0].endswith(("error", "score"))]
    assert metrics == ["root_mean_squared_error", "mean_absolute_error", "r2_score"] * (len(metrics) // 3)
    assert metrics
