"""Leaks: columns that tell the target, rows on two sides; and what is none of these."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data.dataset import prepare
from nettrain.data.leaks import shared_rows, telltales
from nettrain.data.sides import Sides

RNG = np.random.default_rng(0)
ROWS = 600
NOISE = RNG.normal(size=ROWS)
LABELS = np.where(RNG.random(ROWS) < 0.4, "yes", "no")
NUMBERS = RNG.normal(50, 10, ROWS)

COLUMNS = {
    "the label itself": (np.where(LABELS == "yes", "alive", "dead"), True),
    "a number above and below a border": (np.where(LABELS == "yes", 5.0, -5.0) + RNG.random(ROWS), True),
    "noise": (NOISE, False),
    "a good but honest column": (np.where(LABELS == "yes", 1.0, 0.0) + NOISE, False),
    "a word of its own in every row": (np.array([f"word{n}" for n in range(ROWS)]), False),
    "the row's number": (np.arange(ROWS, dtype=float), False),
}


@pytest.mark.parametrize(("column", "told"), COLUMNS.values(), ids=COLUMNS)
def test_columns_that_tell_labels(column: np.ndarray, told: bool) -> None:
    rows = pl.DataFrame({"c": column, "noise": NOISE, "y": LABELS})
    leaks = telltales(rows, "y", labels=True)
    assert [leak.column for leak in leaks] == (["c"] if told else [])
    if told:
        assert leaks[0].message.startswith("alone tells the target in 100 % of the rows")


@pytest.mark.parametrize("border", [31, 118, 402, 777, 933])
@pytest.mark.parametrize("strange", [0, 1])
def test_a_border_wherever_it_lies(border: int, strange: int) -> None:
    """1,000 rows whose label changes at one number, but for `strange` of them: right in all rows but the strange one.

    The border mostly cuts a range of equal numbers of rows into unequal parts.
    """
    numbers = np.arange(1000.0)
    yes = numbers >= border
    yes[500] ^= bool(strange)
    rows = pl.DataFrame({"c": numbers, "y": np.where(yes, "yes", "no")})
    told = {0: "100 %", 1: "99.9 %"}[strange]
    assert [leak.message for leak in telltales(rows, "y", labels=True)] == [
        f"alone tells the target in {told} of the rows"
    ]


def test_nearly_all_is_not_all() -> None:
    """4 rows of 10,000 are wrong: 99.96 %, which is not 100 %."""
    yes = np.arange(10_000) >= 4_000
    yes[[10, 20, 9_000, 9_100]] ^= True
    rows = pl.DataFrame({"c": np.arange(10_000.0), "y": np.where(yes, "yes", "no")})
    assert [leak.message for leak in telltales(rows, "y", labels=True)] == [
        "alone tells the target in 99.9 % of the rows"
    ]


EXPLAINING = {
    "another unit": (NUMBERS * 2.54 + 1, True),
    "another unit, bent": (np.exp(NUMBERS / 20), False),
    "a noisy copy": (NUMBERS + NOISE, False),
    "noise": (NOISE, False),
    "a copy that lacks a value": (np.where(np.arange(ROWS) == 7, np.nan, NUMBERS), True),
    "a copy that mostly lacks its value": (np.where(np.arange(ROWS) % 5, np.nan, NUMBERS), False),
}


@pytest.mark.parametrize(("column", "told"), EXPLAINING.values(), ids=EXPLAINING)
def test_columns_that_explain_numbers(column: np.ndarray, told: bool) -> None:
    rows = pl.DataFrame({"c": column, "y": NUMBERS}).with_columns(pl.col("c").fill_nan(None))
    leaks = telltales(rows, "y", labels=False)
    assert [leak.column for leak in leaks] == (["c"] if told else [])


def test_a_word_that_stands_for_a_number() -> None:
    words = pl.DataFrame({"c": [f"w{n % 5}" for n in range(ROWS)], "y": [float(n % 5) for n in range(ROWS)]})
    assert [leak.message for leak in telltales(words, "y", labels=False)] == [
        "alone explains 100 % of the target's variance"
    ]


def test_few_rows_tell_nothing() -> None:
    assert telltales(pl.DataFrame({"c": ["a", "b"] * 5, "y": ["a", "b"] * 5}), "y", labels=True) == []


def test_rows_on_two_sides() -> None:
    hashes = pl.Series([7, 8, 9, 7, 5, 9], dtype=pl.UInt64)
    sides = Sides(*(pl.Series(rows, dtype=pl.UInt32) for rows in ([0, 1, 2], [3, 4], [5])))
    assert shared_rows(hashes, sides) == {"validation": 1, "test": 1}


@pytest.mark.parametrize(("every", "told"), [(1, False), (2, True)])
def test_twins_are_alike_in_all_inputs(every: int, told: bool, tmp_path: Path) -> None:
    """Of five inputs each pair of rows is alike in the four that differ most from row to row."""
    cells = (f"{n // 2 * 7 % 50},{n // 2 * 3 % 50},{n // 2 * 11 % 50},{n // 2 * 13 % 50}" for n in range(100))
    rows = [f"{four},{n // every % 2},{n * 37 % 101}" for n, four in enumerate(cells)]
    (tmp_path / "f.csv").write_text("\n".join(["a,b,c,d,e,y", *rows, ""]))
    made = prepare(DataConfig.model_validate({"path": ("f.csv",), "target": ("y",)}), tmp_path, 0, EVERY_TASK)
    assert any("the inputs of a training row" in notice.message for notice in made.notices) == told
