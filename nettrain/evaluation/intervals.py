"""How sure a metric is: 95 % intervals by the bootstrap over rows, or over groups of rows.

Bias-corrected and accelerated (BCa): Efron 1987, Better Bootstrap Confidence Intervals. Its quantiles are moved by how
far the resamples lie to one side of the value, and by how skewed the rows' influence is, told by leaving blocks of rows
out; for few rows they reach farther (`expanded_t_quantile`). Errors of numbers take a studentised interval. Rows are
drawn by counting how often each stands in a resample, so a metric judges all resamples at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric, taken
from nettrain.components.samples import Blocks, Draws, LeftOut
from nettrain.evaluation.studentised import FEWEST, studentised, suits
from nettrain.evaluation.unseen import FEW, bounded, effective_sample_size, widened

LEVEL = 0.95
RESAMPLES = 2000
BLOCKS = 4000
"""Blocks of which resamples are made: above that many rows, several rows chosen at random are drawn together."""
RANKED = 10_000
"""Rows from which intervals of a metric that ranks rows are taken: of more rows, a part chosen at random."""
LEFT_OUT = 200
"""Blocks that are left out in turn for a metric that ranks rows."""
DEFINED = 0.9
"""Share of the resamples that must have a value: the rest lack a label, say."""
ROUNDING = 1e-12
"""Spread of the resamples, beside what they are of, that is nothing but rounding."""
NORMAL = NormalDist()


@dataclass(frozen=True)
class Resampling:
    """Resamples of some rows: the same for every metric, so that runs on the same rows can be paired.

    `ranked` are the resamples for metrics that rank rows: of the rows numbered `part`, all of which count something, or
    of all rows where that is None.
    """

    draws: Draws
    ranked: Draws
    part: NDArray[np.int64] | None = None
    grouped: bool = False
    """Whether blocks are groups of rows that are alike, and not rows chosen at random."""

    def sampled(self, metric: Metric, judged: Judged) -> NDArray[np.float64]:
        """Return the metric on each resample (resamples,)."""
        return metric.sampled(replace(judged, samples=self.ranked if metric.ranks else self.draws))

    def jackknife(self, metric: Metric, judged: Judged) -> NDArray[np.float64]:
        """Return the metric on the rows less one block each (blocks,)."""
        blocks = self.ranked.blocks if metric.ranks else self.draws.blocks
        if metric.ranks and blocks.count > LEFT_OUT:
            of = np.arange(blocks.count) if blocks.of is None else blocks.of
            blocks = Blocks(LEFT_OUT, of % LEFT_OUT)
        return metric.sampled(replace(judged, samples=LeftOut(blocks)))


def resampling(
    rows: int,
    seed: int,
    groups: NDArray[np.int64] | None,
    weights: NDArray[np.float64] | None = None,
) -> Resampling | None:
    """Return resamples of `rows` rows that follow from `seed`; None where there is nothing to draw from.

    `groups` (rows,) numbers, from 0, the groups that are drawn whole, since their rows are alike. Rows whose `weights`
    (rows,) are 0 say nothing and are no blocks of their own.
    """
    rng = np.random.default_rng(seed)
    counts = np.ones(rows, bool) if weights is None else weights > 0
    counted = int(counts.sum())
    blocks = _blocks(counted, None if groups is None else groups[counts], rng)
    if blocks.count < 2:
        return None
    if not counts.all():
        of = np.zeros(rows, np.int64)  # a row that counts nothing may stand in any block
        of[counts] = np.arange(blocks.count) if blocks.of is None else blocks.of
        blocks = Blocks(blocks.count, of)
    draws = Draws(blocks, bootstrap_counts(blocks.count, rng))
    grouped = groups is not None
    if rows <= RANKED or blocks.of is None:
        return Resampling(draws, draws, grouped=grouped)
    few = counted <= RANKED
    some = blocks.count if few else max(2, blocks.count * RANKED // counted)
    part = np.flatnonzero(counts & (blocks.of < some))
    times = draws.counts if few else bootstrap_counts(some, rng)
    return Resampling(draws, Draws(Blocks(some, blocks.of[part]), times), part, grouped)


def _blocks(rows: int, groups: NDArray[np.int64] | None, rng: np.random.Generator) -> Blocks:
    if groups is not None:
        numbers, of = np.unique(groups, return_inverse=True)
        return Blocks(len(numbers), rng.permutation(len(numbers))[of])
    return Blocks(BLOCKS, rng.permutation(rows) % BLOCKS) if rows > BLOCKS else Blocks(rows)


def group_numbers(groups: pl.Series) -> NDArray[np.int64]:
    """Return a number from 0 for each row's group, the one whose row comes first being 0, however they are called; rows
    without one are a group of their own."""
    ranks = groups.rank("dense").fill_null(0).to_numpy()
    _, first, of = np.unique(ranks, return_index=True, return_inverse=True)
    return first.argsort().argsort()[of].astype(np.int64)


def bootstrap_counts(blocks: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return how often each block stands in each resample (resamples, blocks), as many drawn as there are."""
    counts = np.empty((RESAMPLES, blocks), np.uint8)
    some = max(1, 1_000_000 // blocks)
    for start in range(0, RESAMPLES, some):
        numbers = rng.integers(0, blocks, (min(some, RESAMPLES - start), blocks), dtype=np.int32)
        numbers += (np.arange(len(numbers), dtype=np.int32) * blocks)[:, None]
        times = np.bincount(numbers.ravel(), minlength=numbers.size)
        counts[start : start + len(numbers)] = times.reshape(len(numbers), blocks)
    return counts


def interval(metric: Metric, judged: Judged, resamples: Resampling) -> tuple[float, float] | None:
    """Return the ends between which the metric lies with a chance of 95 %; None where that is not known."""
    return _interval(metric, (judged,), resamples)


def difference(
    metric: Metric, one: Judged, other: Judged, resamples: Resampling | None
) -> tuple[float, tuple[float, float] | None]:
    """Return by how much the metric of `one` is above that of `other`, the same rows predicted in another way.

    With it comes the 95 % interval of the difference, from the same resamples on both sides; None as in `interval`, and
    where there is nothing to draw from.
    """
    change = metric.exact(one) - metric.exact(other)
    return change, None if resamples is None else _interval(metric, (one, other), resamples)


def _interval(metric: Metric, sides: tuple[Judged, ...], resamples: Resampling) -> tuple[float, float] | None:
    """Return the interval of a metric, or of its difference between two sides.

    That of a part of the rows is moved to the value of all, and shrunk by the root of the part.
    """
    value = _less(metric.exact(side) for side in sides)
    if not math.isfinite(value):
        return None
    if not metric.ranks or resamples.part is None:
        ends = _ends(metric, sides, resamples, value)
    else:
        part = tuple(taken(side, resamples.part) for side in sides)
        middle = _less(metric.exact(side) for side in part)
        found = _ends(metric, part, resamples, middle) if math.isfinite(middle) else None
        shrunk = math.sqrt(len(part[0].truth) / np.count_nonzero(sides[0].row_weights))
        ends = None if found is None else (value + (found[0] - middle) * shrunk, value + (found[1] - middle) * shrunk)
    groups = resamples.draws.blocks.of if resamples.grouped else None
    ends = None if ends is None else widened(metric, sides, ends, groups)
    if ends is None or not all(map(math.isfinite, ends)):
        return None
    return _within(metric, sides, *ends)


def _ends(metric: Metric, sides: tuple[Judged, ...], resamples: Resampling, value: float) -> tuple[float, float] | None:
    """Return the ends that the resamples tell; both are the value where the resamples do not spread."""
    sampled = [resamples.sampled(metric, side) for side in sides]
    values = _less(sampled)
    finite = values[np.isfinite(values)]
    if len(finite) < DEFINED * len(values):
        return None
    magnitude = max(float(abs(side[np.isfinite(side)]).max()) for side in sampled)
    if finite.max() - finite.min() <= ROUNDING * magnitude:
        return value, value
    blocks = (resamples.ranked if metric.ranks else resamples.draws).blocks
    count = effective_sample_size(blocks.sums(sides[0].row_weights[:, None]))
    if metric.inflates:
        ends = bias_corrected(value, finite, count)
    else:
        jackknife = _less(resamples.jackknife(metric, side) for side in sides)
        straight = len(sides) == 1 and suits(metric, sides[0]) and count >= FEWEST
        told = studentised(value, jackknife, resamples.draws, LEVEL) if straight else None
        ends = told or bca(value, finite, jackknife, count)
    return ends if count >= FEW or bounded(metric, sides) else reaching(ends, value, finite, count)


def _less(values: Iterable[Any]) -> Any:
    """Return the first of one or two values, less the second."""
    first, *rest = values
    return first - rest[0] if rest else first


def _within(metric: Metric, sides: tuple[Judged, ...], low: float, high: float) -> tuple[float, float]:
    """Return the ends as far as the metric, or its difference between two sides, can lie there."""
    least, most = metric.bounds
    if len(sides) > 1:
        least, most = least - most, most - least
    return max(low, least), min(high, most)


def reaching(
    ends: tuple[float, float], value: float, resampled: NDArray[np.float64], count: float
) -> tuple[float, float]:
    """Return ends that lie at least as far away as those of Student's t, for `count` rows or groups that are few.

    No resample lies beyond the worst and the best of them, and all n of them lie on one side of the truth with a chance
    of 2^(1 - n): 50 % of two, 6 % of five.
    """
    far = expanded_t_quantile(max(count, 2)) * float(resampled.std())
    return min(ends[0], value - far), max(ends[1], value + far)


def bca(
    value: float, resampled: NDArray[np.float64], jackknife: NDArray[np.float64], count: float
) -> tuple[float, float]:
    """Return the ends of the BCa interval: `resampled` (resamples,) are finite, of `jackknife` (blocks,) what is.

    `count` is the number of blocks that resamples were drawn from, or of equal ones that say as much.
    """
    below = (resampled < value).mean() + (resampled == value).mean() / 2
    bias = NORMAL.inv_cdf(float(np.clip(below, 1 / len(resampled), 1 - 1 / len(resampled))))
    skew = acceleration(jackknife[np.isfinite(jackknife)])

    def moved(reach: float) -> float:
        far = bias + reach
        return NORMAL.cdf(bias + far / max(1 - skew * far, 1e-3))

    reach = expanded_t_quantile(count)
    low, high = np.quantile(resampled, [moved(-reach), moved(reach)])
    return float(low), float(high)


def acceleration(jackknife: NDArray[np.float64]) -> float:
    """Return the acceleration of BCa from the metric on the rows less one block each (blocks,), whatever its unit."""
    most = float(abs(jackknife).max(initial=0.0))
    pulls = jackknife / most if most > 0 else np.zeros(1)
    pulls = pulls.mean() - pulls
    farthest = float(abs(pulls).max(initial=0.0))
    if not farthest > 0:
        return 0.0
    pulls /= farthest
    spread: float = (pulls**2).sum() ** 1.5
    return float((pulls**3).sum()) / (6 * spread)


def bias_corrected(value: float, resampled: NDArray[np.float64], count: float) -> tuple[float, float]:
    """Return the ends of the interval of a metric that is larger the fewer different rows there are.

    A resample has fewer than the rows that it is drawn from, so that all of them may lie above the value. BCa takes
    that for a bias of the value and puts the interval below it; here the resamples are moved back onto the value: by
    the bootstrap's estimate of bias (Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 10.2).
    """
    reach = expanded_t_quantile(count)
    low, high = np.quantile(resampled, [NORMAL.cdf(-reach), NORMAL.cdf(reach)]) - (resampled.mean() - value)
    return min(float(low), value), max(float(high), value)


def expanded_t_quantile(count: float) -> float:
    """Return how many deviations of the resamples the ends of an interval lie away from its middle.

    Resamples of few rows spread too little, and how much is itself a guess from these rows. So it is not the normal
    quantile but sqrt(n / (n - 1)) times that of Student's t with n - 1 degrees of freedom, which gives a mean its usual
    interval. Source: Hesterberg 2015, What Teachers Should Know About the Bootstrap (section 5.3, expanded intervals);
    the quantile by the series of Abramowitz and Stegun 1964, 26.7.5.
    """
    z, free = NORMAL.inv_cdf((1 + LEVEL) / 2), max(count - 1, 0.01)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    quantile: float = z + sum(term / free**power for power, term in enumerate(terms, start=1))
    return quantile * math.sqrt(count / free)
