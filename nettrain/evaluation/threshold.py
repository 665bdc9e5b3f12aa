"""The threshold that is best for a metric: every cut between two different probabilities is tried, all at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric, taken
from nettrain.components.samples import Blocks, Samples
from nettrain.components.task import Target

Floats = NDArray[np.float64]

CELLS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
"""Truth and decision of the four kinds of rows that two labels leave."""
SAME = 1e-12
"""Values that differ by no more are ties: sums of weights may come out in either order."""


class Found(NamedTuple):
    """A threshold, the metric's value with it, and with the larger probability deciding."""

    threshold: float
    value: float
    usual: float


def best_threshold(metric: Metric, judged: Judged) -> Found:
    """Return the threshold with the best value on rows of two labels; of equals the one nearest to 0.5, then the lower.

    The metric must be one that `decides`: it then follows from how many rows of each label are called, so that the
    counts of every cut are judged as samples of four rows. Where the probability of a row that counts is no number,
    none is best: it is 0.5, with values of nan.
    """
    if judged.unknown:
        return Found(0.5, math.nan, math.nan)
    judged = taken(judged, ~np.isnan(judged.predicted[:, 1]))
    scores = judged.predicted[:, 1]
    order = np.argsort(scores, kind="stable")
    ordered, truth, weights = scores[order], judged.truth[order], judged.row_weights[order]
    below = [np.append(0.0, np.cumsum(np.where(truth == code, weights, 0.0))) for code in (0, 1)]
    cuts = np.append(0, np.flatnonzero(np.diff(ordered)) + 1)
    if ordered[0] <= 0:
        cuts = cuts[1:]  # no threshold calls a row with a probability of 0
    cuts = np.append(cuts, len(ordered))
    values = metric.sampled(_cells(judged.target, np.stack([side[cuts] for side in below]), [s[-1] for s in below]))
    thresholds = _between(ordered, cuts)
    gains = np.where(np.isfinite(values), values if metric.goal == "max" else -values, -np.inf)
    best = gains.max()
    ties = np.flatnonzero(gains >= best - SAME * max(1.0, abs(best)) if np.isfinite(best) else gains == best)
    chosen = ties[np.abs(thresholds[ties] - 0.5).argmin()]  # the first of equals: thresholds rise
    return Found(float(thresholds[chosen]), float(values[chosen]), metric.exact(judged))


def _between(ordered: Floats, cuts: NDArray[np.int64]) -> Floats:
    """Return thresholds below which the first `cuts` of the probabilities lie: midway between their neighbours."""
    padded = np.concatenate([[0.0], ordered, [1.0]])
    low, high = padded[cuts], padded[cuts + 1]
    middle = low + (high - low) / 2
    made: Floats = np.where(middle < high, middle, low)
    return made


def _cells(target: Target, below: Floats, whole: list[float]) -> Judged:
    """Return four rows, and for each cut how often each of them stands: `below` (labels, cuts) is not called."""
    truth, codes = CELLS.T
    times = np.stack([below[0], whole[0] - below[0], below[1], whole[1] - below[1]], axis=1)
    return Judged(target, truth, np.eye(2)[codes], codes, samples=_Times(Blocks(4), times))


@dataclass(frozen=True)
class _Times(Samples):
    """Samples in which each row stands so often: `counts` (samples, rows)."""

    counts: Floats

    def sums(self, values: Floats) -> Floats:
        """Multiply each row by how often it stands there."""
        made: Floats = self.counts @ values
        return made

    def times(self) -> Iterator[Floats]:
        """Yield all at once: there are four rows."""
        yield self.counts
