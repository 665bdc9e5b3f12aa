"""Where a threshold stands on both curves, against counting by hand."""

from __future__ import annotations

import math

import numpy as np

from nettrain.evaluation.point import point


def test_a_threshold_is_a_point_of_both_curves() -> None:
    positive, called = np.array([True, True, False, False, False]), np.array([True, False, True, False, False])
    assert point(positive, called, np.ones(5)) == (1 / 3, 1 / 2, 1 / 2)
    assert point(positive, called, np.array([3.0, 1.0, 1.0, 0.0, 1.0])) == (1 / 2, 3 / 4, 3 / 4)
    assert math.isnan(point(positive, np.zeros(5, bool), np.ones(5)).precision)
