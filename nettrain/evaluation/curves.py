"""Curves over thresholds: receiver operating characteristic, precision and recall, calibration."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Curve(NamedTuple):
    """Points of a curve, from the highest threshold to the lowest."""

    x: Floats
    y: Floats


class Bins(NamedTuple):
    """Rows by predicted probability: of each bin that has any, its mean, the share that came true, its rows."""

    predicted: Floats
    happened: Floats
    rows: NDArray[np.int64]


def roc(positive: NDArray[np.bool_], scores: Floats) -> Curve:
    """Return false against true positive rates, (0, 0) to (1, 1); equal scores are one step.

    `positive` (rows,) must hold both values. Source: Fawcett 2006, An introduction to ROC analysis.
    """
    hits, misses = _counted(positive, scores)
    return Curve(np.append(0.0, misses / misses[-1]), np.append(0.0, hits / hits[-1]))


def precision_recall(positive: NDArray[np.bool_], scores: Floats) -> Curve:
    """Return recall against precision, from the highest threshold; `positive` (rows,) must hold a True."""
    hits, misses = _counted(positive, scores)
    return Curve(hits / hits[-1], hits / (hits + misses))


def calibration(happened: NDArray[np.bool_], predicted: Floats, bins: int = 10) -> Bins:
    """Return what became of probabilities in equal ranges from 0 to 1. Source: Murphy and Winkler 1977."""
    places = np.minimum((predicted * bins).astype(np.int64), bins - 1)
    rows = np.bincount(places, minlength=bins)
    held = rows > 0
    means = [np.bincount(places, values, minlength=bins)[held] / rows[held] for values in (predicted, happened)]
    return Bins(means[0], means[1], rows[held])


def area(curve: Curve) -> float:
    """Return the area below a curve whose x ascends, by trapezoids."""
    return float(np.sum(np.diff(curve.x) * (curve.y[1:] + curve.y[:-1]) / 2))


def _counted(positive: NDArray[np.bool_], scores: Floats) -> tuple[Floats, Floats]:
    """Return how many positive and negative rows lie at or above each score that occurs, the highest first."""
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits = np.cumsum(positive[order])[ends].astype(np.float64)
    return hits, ends + 1 - hits
