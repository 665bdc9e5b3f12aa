"""Curves over thresholds, against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nettrain.evaluation.curves import area, calibration, precision_recall, roc


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("steps", [3, 1000])
def test_curves_are_what_counting_gives(seed: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(steps, size=40) / steps
    positive = np.append(rng.random(38) < 0.4, [True, False])
    made, told = roc(positive, scores), precision_recall(positive, scores)
    for n, threshold in enumerate(sorted(set(scores), reverse=True)):
        taken = scores >= threshold
        hits, misses = (taken & positive).sum(), (taken & ~positive).sum()
        assert made.x[n + 1] == misses / (~positive).sum()
        assert made.y[n + 1] == told.x[n] == hits / positive.sum()
        assert told.y[n] == hits / taken.sum()
    assert len(made.x) == len(told.x) + 1 == len(set(scores)) + 1
    pairs = scores[positive][:, None] - scores[~positive]
    assert area(made) == pytest.approx((pairs > 0).mean() + (pairs == 0).mean() / 2)


def test_calibration_counts_by_range() -> None:
    happened = np.array([False, True, True, True])
    bins = calibration(happened, np.array([0.0, 0.05, 0.55, 1.0]))
    assert bins.rows.tolist() == [2, 1, 1]
    assert bins.predicted == pytest.approx([0.025, 0.55, 1.0])
    assert bins.happened.tolist() == [0.5, 1.0, 1.0]
