"""What rows without a single fault cannot tell: how many faults may still be there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric

CHANCE = 0.025


def hidden(metric: Metric, judged: Judged, value: float) -> tuple[float, float] | None:
    """Return the interval of a metric that is the same in every resample; None for numbers, where there is no rule.

    n rows without a fault still have a chance of 2.5 % if a share 1 - 0.025^(1/n) of all rows are faults (Clopper and
    Pearson 1934). So each row counts as a fault to that share: for all labels at once, and for the rows of each label
    alone, of which there are fewer. The other end is the value itself.
    """
    if judged.decided is None:
        return None
    masks = [np.ones(len(judged.truth), bool), *(judged.truth == code for code in np.unique(judged.truth))]
    worst = [metric.exact(_faulty(judged, mask)) for mask in masks]
    ends = [value, *(end for end in worst if np.isfinite(end))]
    return (min(ends), max(value, max(ends) if metric.goal == "min" else value))


def _faulty(judged: Judged, mask: NDArray[np.bool_]) -> Judged:
    """Return the rows twice: as they are, and with the chosen ones predicted as the next label."""
    share = 1 - CHANCE ** (1 / mask.sum())
    weights = np.ones(len(mask)) if judged.weights is None else judged.weights
    codes = judged.decided
    assert codes is not None
    labels = judged.target.width
    return replace(
        judged,
        truth=np.concatenate([judged.truth, judged.truth[mask]]),
        predicted=np.concatenate([judged.predicted, np.roll(judged.predicted, 1, axis=1)[mask]]),
        decided=np.concatenate([codes, (codes[mask] + 1) % labels]),
        weights=np.concatenate([np.where(mask, 1 - share, 1.0) * weights, share * weights[mask]]),
    )
