"""The interval of an error without an upper bound, whose few largest rows say much: the studentised bootstrap."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric
from nettrain.components.samples import Draws
from nettrain.components.task import Task

FEWEST = 30
"""Blocks from which a resample's deviation tells something."""


def suits(metric: Metric, judged: Judged) -> bool:
    """Return whether a metric is an error of numbers without an upper bound that moves evenly with its rows."""
    return judged.target.task is Task.REGRESSION and not metric.ranks and metric.bounds[1] == math.inf


def studentised(value: float, jackknife: NDArray[np.float64], draws: Draws, level: float) -> tuple[float, float] | None:
    """Return the interval that holds the truth with a chance of `level`; None where there are too few blocks.

    `jackknife` (blocks,) is the metric on the rows less one block each. Each block's pull on the metric comes from it
    (the jackknife's influence), and with the pulls every resample has a mean and a deviation of its own: their quotient
    t spreads as that of other rows would, farther on the side of the long tail, where quantiles of the resamples
    themselves fall short. The ends are the value less t's quantiles, times the deviation of the rows themselves.
    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 12.5 (the bootstrap-t interval), the
    metric taken as linear in the blocks (section 22.6).
    """
    count = len(jackknife)
    if count < FEWEST or not np.isfinite(jackknife).all():
        return None
    pulls = (jackknife.mean() - jackknife) * (count - 1)
    both = np.stack([pulls, pulls**2], axis=1)
    means, squares = np.concatenate([times @ both for times in draws.times()]).T / count
    spread = squares - means**2
    if not (spread > 1e-9 * squares).all():
        return None
    low, high = np.quantile(means / np.sqrt(spread), [(1 - level) / 2, (1 + level) / 2])
    deviation = math.sqrt(float((pulls**2).mean()))
    return value - float(high) * deviation, value - float(low) * deviation
