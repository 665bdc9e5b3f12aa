"""Curves over thresholds, against counting by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.curves import Curve, area, curves_of
from nettrain.components.metric import Judged
from nettrain.components.task import Target, Task


def curve(positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64] | None) -> Curve:
    target = Target(Task.BINARY, ("t",), ("no", "yes"))
    predicted = np.stack([1 - scores, scores], axis=1)
    (made,) = curves_of(Judged(target, positive.astype(int), predicted, weights=weights), 1)
    return made


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("steps", [3, 1000])
def test_curves_are_what_counting_gives(seed: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(steps, size=40) / steps
    positive = np.append(rng.random(38) < 0.4, [True, False])
    made = curve(positive, scores, None)
    assert (made.sensitivity[0, 0], made.false_positive_rate[0, 0]) == (0, 0)
    assert np.isnan(made.precision[0, 0])
    for n, threshold in enumerate(sorted(set(scores), reverse=True), start=1):
        taken = scores >= threshold
        hits, misses = (taken & positive).sum(), (taken & ~positive).sum()
        assert made.false_positive_rate[0, n] == misses / (~positive).sum()
        assert made.sensitivity[0, n] == hits / positive.sum()
        assert made.precision[0, n] == hits / taken.sum()
    assert made.sensitivity.shape == (1, len(set(scores)) + 1)
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
