"""The weighted quantile, and everything that has one: the metric, its baseline, the residuals of a report."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from nettrain.components.metric import Judged
from nettrain.components.quantile import quantile
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.data.trivial import trivial
from nettrain.html.figures.numbers import Residuals

ONE = Target(Task.REGRESSION, ("t",))
CASES = [
    ([1.0, 2.0, 9.0], [1, 1, 1], 0.5, 2.0),
    ([1.0, 2.0, 9.0, 10.0], [1, 1, 1, 1], 0.5, 5.5),
    ([1.0, 2.0, 9.0, 10.0], [1, 1, 1, 1], 0.25, 1.5),
    ([1.0, 2.0, 9.0, 10.0], [1, 1, 1, 1], 0.3, 2.0),
    ([1.0, 2.0, 9.0, 10.0], [1, 1, 1, 1], 1.0, 10.0),
    ([1.0, 2.0, 9.0, 10.0], [0, 1, 0, 3], 0.25, 6.0),
    ([1.0, 2.0, 9.0, 10.0], [0, 1, 0, 3], 0.5, 10.0),
    ([1.0, 2.0, 9.0, 10.0], [5, 0, 0, 5], 0.5, 5.5),
    ([1.0, 2.0], [0, 0], 0.5, math.nan),
    ([], [], 0.5, math.nan),
]


@pytest.mark.parametrize(("numbers", "weights", "share", "value"), CASES)
def test_by_hand(numbers: list[float], weights: list[float], share: float, value: float) -> None:
    below = np.cumsum(weights)
    assert quantile(np.array(numbers), below, share) == pytest.approx(value, abs=0, nan_ok=True)
    assert quantile(pl.Series(numbers), pl.Series(below), share) == pytest.approx(value, abs=0, nan_ok=True)


def _metric(numbers: list[float], weights: list[float]) -> float:
    column = np.array(numbers)[:, None]
    return METRICS["median_absolute_error"]().exact(Judged(ONE, column, 0 * column, None, np.array(weights)))


def _baseline(numbers: list[float], weights: list[float]) -> float:
    return trivial(ONE, pl.DataFrame({"t": numbers}), pl.Series(weights)).medians[0]


def _residual(numbers: list[float], weights: list[float]) -> float:
    return Residuals(np.zeros(len(numbers)), np.array(numbers), np.array(weights)).quantile(0.5)


@pytest.mark.parametrize("median", [_metric, _baseline, _residual])
@pytest.mark.parametrize("weight", [0.1, 1 / 3, 0.7, 1.0, 1e-300])
def test_equal_weights_have_the_plain_median(median: Callable[..., float], weight: float) -> None:
    """Half of them do not always add up to half of their sum: 38 rows of 1/3."""
    for rows in range(1, 80):
        numbers = [float(n * 37 % rows if math.gcd(37, rows) == 1 else n) for n in range(rows)]
        assert median(numbers, [weight] * rows) == (rows - 1) / 2
