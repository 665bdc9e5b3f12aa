"""Tables on stdout: numbers to the right and text to the left, whatever text looks like."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl

from nettrain.commands import check, compare
from nettrain.config.differing import ABSENT
from tests.html.runs import written


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


def compared(values: list[Any]) -> list[str]:
    """Return the lines of a run's values of the config, below their head."""
    run: Any = SimpleNamespace(name="run", scores={})
    changes = [(f"key{n}", [value]) for n, value in enumerate(values)]
    return compare._text([run], [], changes, run, {}).splitlines()[3:]


def test_settings_are_numbers_only_where_all_of_them_are() -> None:
    assert compared([16, 1e-07, ABSENT]) == ["key0       16", "key1    1e-07", "key2        -"]
    assert compared([16, [8, 128]]) == ["key0    16", "key1    [8, 128]"]
    assert compared([16, True]) == ["key0    16", "key1    true"]
    assert compared([16, "nan"]) == ["key0    16", 'key1    "nan"']


def test_metrics_stand_in_the_order_of_the_config(tmp_path: Path) -> None:
    """That is lost in metrics.json, whose keys are sorted; in the tables of values and of differences."""
    run = written(tmp_path, "regression").path
    lines = [line.split() for line in compare.run([run, run]).text.splitlines()]
    metrics = [words[0] for words in lines if words and words[0].endswith(("error", "score"))]
    assert metrics == ["root_mean_squared_error", "mean_absolute_error", "r2_score"] * (len(metrics) // 3)
    assert metrics
