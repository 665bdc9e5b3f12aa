"""What rows of which few are wrong, or none, cannot tell: what others of their kind would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric

CHANCE = 0.025
RAREST = 10
"""Labels whose rows are looked at alone: those that fewest rows tell of."""
MANY = 200
"""Rows from which resamples tell of a label alone what there is to tell."""


def effective_sample_size(masses: NDArray[Any]) -> float:
    """Return how many rows, or groups of them, of equal weight say as much as these; 0 where none counts.

    Source: Kish 1965, Survey Sampling, section 11.7 (the effective sample size).
    """
    most = masses.max(initial=0)
    if not most > 0:
        return 0.0
    parts = masses / most  # squares of 1e-200 would be 0
    return round(float(parts.sum() ** 2 / (parts**2).sum()), 9)  # 30 rows of 0.1 are 30


def hidden(
    metric: Metric, judged: Judged, value: float, groups: NDArray[np.int64] | None = None
) -> tuple[float, float] | None:
    """Return between what ends a metric may lie for all that is not seen in its rows; None for numbers, where there is
    no rule.

    n rows without a fault still have a chance of 2.5 % if a share 1 - 0.025^(1/n) of all rows are faults (Clopper and
    Pearson 1934); so have n faults if that share of all rows are right. So each row that is right counts as wrong to
    that share, and then each that is wrong as right: for all labels at once, and for the rows of each label alone, of
    which there are fewer; and what is called by a label may be of another one, or of this. Without a fault the other
    end is the value itself; an F1 of 0 is not: of few positives that were missed some might be found.
    Of rows that are alike within `groups` (rows,) there are no more than groups; rows of unequal weights are as many as
    they say (`effective_sample_size`).
    """
    if judged.decided is None:
        return None
    turned = [metric.exact(rows) for rows in _turnings(metric, judged, judged.decided, groups)]
    ends = [value, *(end for end in turned if np.isfinite(end))]
    perfect = bool((judged.decided == judged.truth).all())
    return min(ends), value if perfect and metric.goal == "max" else max(ends)


def hidden_between(
    metric: Metric, one: Judged, other: Judged, groups: NDArray[np.int64] | None = None
) -> tuple[float, float] | None:
    """Return between what ends the metric of `one` may lie above that of `other` for all that is not seen: other rows
    may be wrong on one side alone. None for numbers."""
    values = [metric.exact(side) for side in (one, other)]
    ends = [hidden(metric, side, value, groups) for side, value in zip((one, other), values, strict=True)]
    if ends[0] is None or ends[1] is None:
        return None
    (low, high), (least, most) = ends[0], ends[1]
    between = (low - values[1], high - values[1], values[0] - least, values[0] - most)
    return min(between), max(between)


def _turnings(
    metric: Metric, judged: Judged, codes: NDArray[np.int64], groups: NDArray[np.int64] | None
) -> Iterator[Judged]:
    """Yield the rows with some of them turned, in each of the ways that `hidden` tells of."""
    everywhere, right = np.zeros(len(codes), np.int64), codes == judged.truth
    for by, truly in ((everywhere, False), (judged.truth, False), (codes, True)):
        told = [(effective_sample_size(_masses(judged, by == code, groups)), code) for code in np.unique(by)]
        for place, (count, code) in enumerate(sorted(pair for pair in told if pair[0])):
            if by is everywhere or code == metric.about() or (place < RAREST and count < MANY):
                for mask in ((by == code) & right, (by == code) & ~right):
                    if mask.any():
                        yield _turned(judged, mask, 1 - CHANCE ** (1 / count), truly=truly)


def _masses(judged: Judged, mask: NDArray[np.bool_], groups: NDArray[np.int64] | None) -> NDArray[np.float64]:
    """Return what the chosen rows count, or the groups of them."""
    weights = np.ones(int(mask.sum())) if judged.weights is None else judged.weights[mask]
    return weights if groups is None else np.bincount(groups[mask], weights).astype(np.float64)


def _turned(judged: Judged, mask: NDArray[np.bool_], share: float, *, truly: bool) -> Judged:
    """Return the rows, and to a share the chosen ones once more as the contrary of what they are.

    They are called by another label then, the true one, or the next if it is; `truly`, they are of another label, the
    one that they are called by, or the next. Probabilities, or scores, go along with the call: those of wrong rows
    change places, those of right ones move on by one.
    """
    weights = np.ones(len(mask)) if judged.weights is None else judged.weights
    codes = judged.decided
    assert codes is not None
    truth, before, chances = judged.truth[mask], codes[mask], judged.predicted[mask]
    right, rows = before == truth, np.arange(len(truth))
    if truly:
        of, called, turned = np.where(right, (truth + 1) % judged.target.width, before), before, chances
    else:
        of, called, turned = truth, np.where(right, (before + 1) % judged.target.width, truth), chances.copy()
        turned[rows, called], turned[rows, before] = chances[rows, before], chances[rows, called]
        turned = np.where(right[:, None], np.roll(chances, 1, axis=1), turned)
    return replace(
        judged,
        truth=np.concatenate([judged.truth, of]),
        predicted=np.concatenate([judged.predicted, turned]),
        decided=np.concatenate([codes, called]),
        weights=np.concatenate([np.where(mask, 1 - share, 1.0) * weights, share * weights[mask]]),
    )
