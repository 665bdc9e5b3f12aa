"""Curves over thresholds, against counting by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nettrain.evaluation.curves import area, calibration, point, precision_recall, roc


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


def test_weights_are_rows_written_often() -> None:
    rng = np.random.default_rng(0)
    scores, positive, times = rng.integers(10, size=60) / 10, rng.random(60) < 0.4, rng.integers(0, 4, 60)
    often = scores.repeat(times), positive.repeat(times)
    weights = times.astype(float)
    for curve in (roc, precision_recall):
        weighed, written = curve(positive, scores, weights), curve(often[1], often[0])
        assert (weighed.x.tolist(), weighed.y.tolist()) == (written.x.tolist(), written.y.tolist())
    bins, many = calibration(positive, scores, weights), calibration(often[1], often[0])
    assert bins.rows.tolist() == many.rows.tolist()
    assert bins.predicted == pytest.approx(many.predicted)
    assert bins.off == pytest.approx(many.off)


def test_a_threshold_is_a_point_of_both_curves() -> None:
    positive, called = np.array([True, True, False, False, False]), np.array([True, False, True, False, False])
    assert point(positive, called) == (1 / 3, 1 / 2, 1 / 2)
    assert point(positive, called, np.array([3.0, 1.0, 1.0, 0.0, 1.0])) == (1 / 2, 3 / 4, 3 / 4)
    assert math.isnan(point(positive, np.zeros(5, bool)).precision)
