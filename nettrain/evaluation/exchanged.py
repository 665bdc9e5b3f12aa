"""Two sides that call few rows differently: what they would differ by if more of these rows spoke for the other one."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric, taken
from nettrain.evaluation.blended import blended

CHANCE = 0.025
"""How rare what a 95 % interval leaves out is at either end."""
FEW_ROWS = 25
"""Rows from which resamples tell which side they speak for; McNemar's exact test is used below that."""
FEW_GROUPS = 6
"""The same for groups, which speak more or less strongly: of fewer, no test of their signs tells anything at 5 %."""


def exchanged(metric: Metric, sides: tuple[Judged, Judged], groups: NDArray[np.int64] | None) -> list[float]:
    """Return between what ends the metric of one side lies above that of the other, if few rows (or groups) tell.

    Of m rows that only one side has right, the share that speak for it lies between Clopper and Pearson's ends
    (McNemar 1947; Liddell 1983, exact). To come to an end, rows that speak for a side have their predictions exchanged
    with the other's to some share, so that an accuracy lies (2p - 1) m / n above the other.
    """
    one, other = sides
    pulls = (metric.right(one).astype(np.int64) - metric.right(other)) * one.row_weights
    if groups is not None:
        pulls = np.bincount(groups, pulls).astype(np.float64)
    found, told = [], int(np.count_nonzero(pulls))
    if not 0 < told < (FEW_ROWS if groups is None else FEW_GROUPS):
        return []
    for units in (pulls < 0, pulls > 0):
        share = 1 - clopper_pearson(told - int(units.sum()), told)[1]  # of units like these there may be as few
        if units.any():
            mask = units if groups is None else units[groups]
            found.append(_difference(metric, sides, mask, 1 - share * told / units.sum()))
    return found


def clopper_pearson(hits: int, of: int) -> tuple[float, float]:
    """Return between what ends a chance lies by which `hits` of some tries hit."""
    return 1 - _most(of - hits, of), _most(hits, of)


def _most(hits: int, of: int) -> float:
    """Return the chance at which no more than `hits` of some tries are as rare as 2.5 %."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        tail = sum(math.comb(of, k) * middle**k * (1 - middle) ** (of - k) for k in range(hits + 1))
        low, high = (middle, high) if tail > CHANCE else (low, middle)
    return low


def _difference(metric: Metric, sides: tuple[Judged, Judged], mask: NDArray[np.bool_], share: float) -> float:
    """Return what the sides differ by if the chosen rows' predictions are exchanged to a share."""
    one, other = (metric.exact(blended(side, mask, share, taken(like, mask))) for side, like in (sides, sides[::-1]))
    return one - other
