"""Temperature scaling: one number that the logits are divided by, so that probabilities are neither bold nor timid."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 200
"""Most steps of the search; Newton's takes about ten."""
ENOUGH = 1e-12
"""Share of itself to which the temperature is found."""


def temperature(logits: Floats, truth: NDArray[np.int64], weights: Floats | None = None) -> float | None:
    """Return the temperature that makes the log loss of the rows smallest; None where there is no smallest.

    `logits` (rows, 1) or (rows, labels), `truth` codes (rows,). The loss is convex in b = 1 / T, so Newton's method on
    its slope finds the one minimum; where a step leaves the bracket, the bracket is halved. There is no minimum where
    every row has its true label's logit first (the smaller T the better), where the logits tell less than nothing
    (the larger T the better), nor where one is no finite number. Source: Guo et al. 2017, On Calibration of Modern
    Neural Networks.
    """
    weights = np.ones(len(truth)) if weights is None else weights
    counted = weights > 0
    logits, truth, weights = logits[counted], truth[counted], weights[counted] / weights[counted].sum()
    if logits.shape[1] == 1:
        logits = np.hstack([np.zeros_like(logits), logits])
    apart = logits - np.take_along_axis(logits, truth[:, None], axis=1)
    if not np.isfinite(apart).all() or not (apart > 0).any() or _slope(apart, weights, 0.0)[0] >= 0:
        return None
    low, high = 0.0, 1.0
    while _slope(apart, weights, high)[0] < 0:
        low, high = high, 2 * high
    b = min(1.0, high)
    for _ in range(STEPS):
        slope, bend = _slope(apart, weights, b)
        low, high = (b, high) if slope < 0 else (low, b)
        step = slope / bend if bend > 0 else np.inf
        new = b - step if low < b - step < high else (low + high) / 2
        if abs(new - b) <= ENOUGH * b:
            break
        b = new
    return float(1 / b)


def log_loss(logits: Floats, truth: NDArray[np.int64], weights: Floats | None, by: float) -> float:
    """Return the mean of -log p of the true labels, p from the logits divided by `by`; nan where no row counts."""
    if weights is not None and not weights.any():
        return math.nan
    if logits.shape[1] == 1:
        logits = np.hstack([np.zeros_like(logits), logits])
    apart = (logits - np.take_along_axis(logits, truth[:, None], axis=1)) / by
    most = apart.max(axis=1)
    return float(np.average(most + np.log(np.exp(apart - most[:, None]).sum(axis=1)), weights=weights))


def _slope(apart: Floats, weights: Floats, b: float) -> tuple[float, float]:
    """Return the first and second derivative in b of the mean of log sum exp(b x `apart`): (rows, labels)."""
    powers = np.exp(b * apart - (b * apart).max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    means = (shares * apart).sum(axis=1)
    spread = (shares * (apart - means[:, None]) ** 2).sum(axis=1)
    return float(weights @ means), float(weights @ spread)
