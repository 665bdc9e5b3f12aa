"""What rows that are all right, or all wrong in the same way, cannot tell: what others of their kind would do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric

CHANCE = 0.025


def hidden(
    metric: Metric, judged: Judged, value: float, groups: NDArray[np.int64] | None = None
) -> tuple[float, float] | None:
    """Return the interval of a metric that is the same in every resample; None for numbers, where there is no rule.

    n rows without a fault still have a chance of 2.5 % if a share 1 - 0.025^(1/n) of all rows are faults (Clopper and
    Pearson 1934); so have n faults if that share of all rows are right. So each row counts as the contrary of what it
    is to that share: for all labels at once, and for the rows of each label alone, of which there are fewer. Without
    a fault the other end is the value itself; an F1 of 0 is not: of few positives that were missed some might be found.
    Of rows that are alike within `groups` (rows,) there are no more than groups.
    """
    if judged.decided is None:
        return None
    masks = [np.ones(len(judged.truth), bool), *(judged.truth == code for code in np.unique(judged.truth))]
    turned = [metric.exact(_turned(judged, mask, _alone(mask, groups))) for mask in masks]
    ends = [value, *(end for end in turned if np.isfinite(end))]
    perfect = bool((judged.decided == judged.truth).all())
    return min(ends), value if perfect and metric.goal == "max" else max(ends)


def _alone(mask: NDArray[np.bool_], groups: NDArray[np.int64] | None) -> int:
    """Return how many of the chosen rows say something that no other says."""
    return int(mask.sum()) if groups is None else len(np.unique(groups[mask]))


def _turned(judged: Judged, mask: NDArray[np.bool_], count: int) -> Judged:
    """Return the rows twice: as they are, and the chosen ones with another label: the true one, or the next if it is.

    The share of the latter is that of which `count` rows might show none.

    Probabilities, or scores, go along: those of wrong rows change places, those of right ones move on by one.
    """
    share = 1 - CHANCE ** (1 / count)
    weights = np.ones(len(mask)) if judged.weights is None else judged.weights
    codes = judged.decided
    assert codes is not None
    truth, before = judged.truth[mask], codes[mask]
    right, rows = before == truth, np.arange(len(truth))
    other, turned = np.where(right, (before + 1) % judged.target.width, truth), judged.predicted[mask]
    swapped = turned.copy()
    swapped[rows, other], swapped[rows, before] = turned[rows, before], turned[rows, other]
    return replace(
        judged,
        truth=np.concatenate([judged.truth, truth]),
        predicted=np.concatenate([judged.predicted, np.where(right[:, None], np.roll(turned, 1, axis=1), swapped)]),
        decided=np.concatenate([codes, other]),
        weights=np.concatenate([np.where(mask, 1 - share, 1.0) * weights, share * weights[mask]]),
    )
