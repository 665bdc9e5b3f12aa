"""Curves over thresholds, against counting by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.curves import Curve, Sweep, area
from nettrain.components.metric import Judged
from nettrain.components.task import Target, Task


def curve(positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64] | None) -> Curve:
    target = Target(Task.BINARY, ("t",), ("no", "yes"))
    predicted = np.stack([1 - scores, scores], axis=1)
    judged = Judged(target, positive.astype(int), predicted, weights=weights)
    return Sweep(judged, 1).curve(next(judged.masses()))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("steps", [3, 1000])
def test_curves_are_what_counting_gives(seed: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(steps, size=40) / steps
    positive = np.append(rng.random(38) < 0.4, [True, False])
    made = curve(positive, scores, None)
    assert np.isnan(made.precision[0, 0])
    thresholds = [np.inf, *sorted(set(scores), reverse=True)]
    hits = [int(((scores >= threshold) & positive).sum()) for threshold in thresholds]
    misses = [int(((scores >= threshold) & ~positive).sum()) for threshold in thresholds]
    counted = list(zip(hits, misses, strict=True))
    points = list(zip(made.true_positives[0].tolist(), made.false_positives[0].tolist(), strict=True))
    assert [point for point in counted if point in points] == points
    for hit, miss in counted:  # between two points none of the label's rows is called: only misses grow
        within = [(p, q) for (h, p), (k, q) in pairwise(points) if h == k == hit]
        assert (hit, miss) in points or any(low < miss < high for low, high in within)
    np.testing.assert_array_equal(made.sensitivity[0], made.true_positives[0] / positive.sum())
    np.testing.assert_array_equal(made.false_positive_rate[0], made.false_positives[0] / (~positive).sum())
    called = made.true_positives[0, 1:] + made.false_positives[0, 1:]
    np.testing.assert_array_equal(made.precision[0, 1:], made.true_positives[0, 1:] / called)
    pairs = scores[positive][:, None] - scores[~positive]
    assert area(made) == pytest.approx((pairs > 0).mean() + (pairs == 0).mean() / 2)


RATES: list[Callable[[Curve], NDArray[np.float64]]] = [
    lambda made: made.sensitivity,
    lambda made: made.false_positive_rate,
    lambda made: made.precision,
]


def test_weights_are_rows_written_often() -> None:
    rng = np.random.default_rng(0)
    scores, positive, times = rng.integers(10, size=60) / 10, rng.random(60) < 0.4, rng.integers(0, 4, 60)
    scores[0], times[0] = 2.0, 0  # a row that counts nothing, above all others
    weighed = curve(positive, scores, times.astype(float))
    written = curve(positive.repeat(times), scores.repeat(times), None)
    for rate in RATES:
        assert rate(weighed)[0].tolist()[2:] == rate(written)[0].tolist()[1:]
