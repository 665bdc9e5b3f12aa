"""Curves over thresholds: receiver operating characteristic, precision and recall, calibration."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 10
"""Ranges that probabilities are told apart by."""


class Curve(NamedTuple):
    """Points of a curve, from the highest threshold to the lowest."""

    x: Floats
    y: Floats


class Bins(NamedTuple):
    """Rows by predicted probability: of each bin that has any, its mean, the share that came true, its rows.

    Rows with weights count as these.
    """

    predicted: Floats
    happened: Floats
    rows: Floats

    @property
    def off(self) -> float:
        """Return by how much probability and share are apart, on average over the rows."""
        return float(np.average(np.abs(self.predicted - self.happened), weights=self.rows))


class Point(NamedTuple):
    """What one threshold comes to: the rates of a ROC curve, and precision (nan where no row is called)."""

    false_positives: float
    true_positives: float
    precision: float


def roc(positive: NDArray[np.bool_], scores: Floats, weights: Floats | None = None) -> Curve:
    """Return false against true positive rates, (0, 0) to (1, 1); equal scores are one step.

    `positive` (rows,) must hold both values. Source: Fawcett 2006, An introduction to ROC analysis.
    """
    hits, misses = _counted(positive, scores, weights)
    return Curve(np.append(0.0, misses / misses[-1]), np.append(0.0, hits / hits[-1]))


def precision_recall(positive: NDArray[np.bool_], scores: Floats, weights: Floats | None = None) -> Curve:
    """Return recall against precision, from the highest threshold; `positive` (rows,) must hold a True."""
    hits, misses = _counted(positive, scores, weights)
    return Curve(hits / hits[-1], hits / (hits + misses))


def point(positive: NDArray[np.bool_], called: NDArray[np.bool_], weights: Floats | None = None) -> Point:
    """Return where on both curves a threshold stands that calls the rows `called` (rows,) positive."""
    times = np.ones(len(positive)) if weights is None else weights
    cells = [float(times[called & side].sum()) for side in (positive, ~positive)]
    sides = [float(times[side].sum()) for side in (positive, ~positive)]
    precision = cells[0] / sum(cells) if sum(cells) else float("nan")
    return Point(cells[1] / sides[1], cells[0] / sides[0], precision)


def calibration(happened: NDArray[np.bool_], predicted: Floats, weights: Floats | None = None) -> Bins:
    """Return what became of probabilities in BINS equal ranges from 0 to 1. Source: Murphy and Winkler 1977."""
    times = np.ones(len(predicted)) if weights is None else weights
    places = np.minimum((predicted * BINS).astype(np.int64), BINS - 1)
    rows = np.bincount(places, times, BINS).astype(np.float64)
    held = rows > 0
    means = [np.bincount(places, times * values, BINS)[held] / rows[held] for values in (predicted, happened)]
    return Bins(means[0], means[1], rows[held])


def area(curve: Curve) -> float:
    """Return the area below a curve whose x ascends, by trapezoids."""
    return float(np.sum(np.diff(curve.x) * (curve.y[1:] + curve.y[:-1]) / 2))


def _counted(positive: NDArray[np.bool_], scores: Floats, weights: Floats | None) -> tuple[Floats, Floats]:
    """Return how many positive and negative rows lie at or above each score that occurs, the highest first."""
    if weights is not None:
        counted = weights > 0
        positive, scores, weights = positive[counted], scores[counted], weights[counted]
    times = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits, misses = (np.cumsum(np.where(side, times, 0.0)[order])[ends] for side in (positive, ~positive))
    return hits, misses
