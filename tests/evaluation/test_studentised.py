"""The interval of errors of numbers, against the textbook's steps written out row by row."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.evaluation.intervals import interval, resampling
from nettrain.evaluation.studentised import FEWEST, studentised, suits

ONE = Target(Task.REGRESSION, ("y",))
TWO = Target(Task.BINARY, ("y",), ("no", "yes"))


def errors(rows: int) -> NDArray[np.float64]:
    """Return errors of which a few are large."""
    return np.random.default_rng(5).standard_t(3, rows)


def test_a_mean_error_row_by_row() -> None:
    """Of a mean the pulls are the rows themselves, so that nothing is taken as linear."""
    size = np.abs(errors(60))
    judged = Judged(ONE, np.zeros((60, 1)), size[:, None])
    drawn = resampling(60, 3, None)
    assert drawn is not None
    ratios = []
    for counts in drawn.draws.counts:
        rows = np.repeat(size, counts)
        ratios.append((rows.mean() - size.mean()) / rows.std())
    low, high = np.quantile(ratios, [0.025, 0.975])
    expected = size.mean() - high * size.std(), size.mean() - low * size.std()
    assert interval(METRICS["mean_absolute_error"](), judged, drawn) == pytest.approx(expected, rel=1e-9)


def test_it_reaches_farther_on_the_side_of_the_long_tail() -> None:
    squared = np.random.default_rng(0).lognormal(0.0, 1.5, 300)
    judged = Judged(ONE, np.zeros((300, 1)), np.sqrt(squared)[:, None])
    drawn = resampling(300, 3, None)
    assert drawn is not None
    low, high = interval(METRICS["mean_squared_error"](), judged, drawn) or (math.nan, math.nan)
    assert high - squared.mean() > 1.3 * (squared.mean() - low) > 0


@pytest.mark.parametrize(
    ("name", "target", "fits"),
    [
        ("root_mean_squared_error", ONE, True),
        ("mean_absolute_error", ONE, True),
        ("median_absolute_error", ONE, False),  # leaving one row out says nothing of a median
        ("r2_score", ONE, False),
        ("log_loss", TWO, False),
        ("accuracy", TWO, False),
    ],
)
def test_what_it_is_for(name: str, target: Target, fits: bool) -> None:
    assert suits(METRICS[name](), Judged(target, np.zeros((2, 1)), np.zeros((2, 1)))) is fits


@pytest.mark.parametrize("count", [FEWEST - 1, FEWEST])
def test_few_rows_have_none(count: int) -> None:
    drawn = resampling(count, 0, None)
    assert drawn is not None
    assert (studentised(1.0, errors(count), drawn.draws, 0.95) is None) == (count < FEWEST)


def test_pulls_that_are_all_the_same_have_none() -> None:
    drawn = resampling(40, 0, None)
    assert drawn is not None
    assert studentised(1.0, np.ones(40), drawn.draws, 0.95) is None
