"""What resamples of rows do not know of: the faults of rows of which too few are at fault, or too few are right."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric, taken
from nettrain.evaluation.blended import blended
from nettrain.evaluation.exchanged import CHANCE, exchanged

FEW = 6
"""Units, which are rows or groups of them, from which resamples know of what they are: of fewer that are all alike one
cannot even say which way they lean, since a coin falls five times on one side with a chance of 6 %."""
RAREST = 10
"""Labels whose rows are looked at alone: those that fewest rows tell of."""
MANY = 200
"""Rows from which resamples tell of a label alone what there is to tell."""

Groups = NDArray[np.int64] | None
Ends = tuple[float, float]


class _Kind(NamedTuple):
    """Rows that are judged together: all, those with a label, or those called by one."""

    rows: NDArray[np.bool_]
    """Which rows they are: (all rows,)."""
    units: float
    """How many rows, or groups of them, of equal weight say as much as these."""
    truly: bool
    """Whether their true labels are turned, and not their calls."""


def effective_sample_size(masses: NDArray[Any]) -> float:
    """Return how many rows, or groups of them, of equal weight say as much as these; 0 where none counts.

    Source: Kish 1965, Survey Sampling, section 11.7 (the effective sample size).
    """
    return float(_sizes(masses.ravel(), np.zeros(masses.size, np.int64), 1)[0])


def _sizes(masses: NDArray[Any], of: NDArray[np.int64], kinds: int) -> NDArray[np.float64]:
    """Return the effective sample size of each kind (kinds,), to which masses belong by number (masses,)."""
    most = np.zeros(kinds)
    np.maximum.at(most, of, masses)
    parts = np.divide(masses, most[of], out=np.zeros(len(of)), where=most[of] > 0)  # squares of 1e-200 would be 0
    squares = np.bincount(of, parts**2, kinds)
    sizes = np.divide(np.bincount(of, parts, kinds) ** 2, squares, out=np.zeros(kinds), where=squares > 0)
    return sizes.round(9)  # 30 rows of 0.1 are 30


def widened(metric: Metric, sides: tuple[Judged, ...], ends: Ends, groups: Groups) -> Ends | None:
    """Widen a bootstrap interval (`ends`) of a metric, or of its difference between two sides, where the sample is too
    uniform to bootstrap: where no rows, or few, are at fault, resamples have no more faults than these.

    It then reaches as far as exact (Clopper-Pearson) bounds on the share of faults allow: see `hidden`,
    `hidden_between` and `exchanged`. Where all resamples gave the same value, that holds for every metric of classes.
    Where they did not, it holds for shares of what is right and the like (the best is 1), and only for what fewer than
    `FEW` rows, or groups, show (see `bounded`). Every other interval is returned as it is, and so is that of two sides
    which the metric cannot tell apart. None if all resamples of a metric of numbers gave the same value: no bound is
    known for it.
    """
    blind, share = ends[0] == ends[1], bounded(metric, sides)
    if not blind and not share:
        return ends
    few = math.inf if blind else FEW
    if len(sides) == 1:
        found = hidden(metric, sides[0], groups, few)
        return _around(ends, *found) if found else None
    one, other = sides
    if one.decided is None or other.decided is None or _same(metric, one, other):
        return ends
    ends = _around(ends, *hidden_between(metric, (one, other), groups, few))
    return _around(ends, *exchanged(metric, (one, other), groups)) if share else ends


def bounded(metric: Metric, sides: tuple[Judged, ...]) -> bool:
    """Return whether exact bounds on the share of faults tell of a metric, or of its difference between two sides.

    It is then a share of what is right and the like (the best is 1); for a difference one that does not rank, since two
    rankings differ in all rows.
    """
    share = metric.goal == "max" and metric.bounds[1] == 1
    return share and sides[0].decided is not None and not (metric.ranks and len(sides) > 1)


def hidden(metric: Metric, judged: Judged, groups: Groups, few: float = math.inf, changed: Any = None) -> list[float]:
    """Return what a metric would be if what resamples do not know of had happened; nothing for numbers.

    n rows without a fault still have a chance of 2.5 % if a share 1 - 0.025^(1/n) of all rows are faults (Clopper and
    Pearson 1934); so have n faults if that share of all rows are right. So each row that is right counts as wrong to
    that share, and then each that is wrong as right: for all labels at once, and for the rows of each label alone, of
    which there are fewer; and what is called by a label may be of another one, or of this. Without a fault the other
    end is the value itself; an F1 of 0 is not: of few positives that were missed some might be found.
    Of rows that are alike within `groups` (rows,) there are no more than groups; rows of unequal weights are as many as
    they say (`effective_sample_size`). Rows are turned only if fewer than `few` units show that they may be: have a
    row that is wrong, or right, or `changed` (rows,) between two sides.
    """
    if judged.decided is None:
        return []
    right = _right(metric, judged)
    turned = []
    for kind in _kinds(metric, judged, groups):
        share = 1 - CHANCE ** (1 / kind.units)
        for of, contrary in ((right, ~right), (~right, right)):
            shows = contrary if changed is None else changed
            some, seen = kind.rows & of, kind.rows & shows
            if some.any() and round(kind.units * _part(judged, kind.rows, seen, groups), 9) < few:
                turned.append(metric.exact(_turned(metric, judged, some, share, truly=kind.truly)))
    value = metric.exact(judged)
    if right.all() and metric.goal == "max":
        turned = [min(end, value) for end in turned]
    return [value, *turned]


def hidden_between(metric: Metric, sides: tuple[Judged, Judged], groups: Groups, few: float) -> list[float]:
    """Return what the metric of one side less that of the other would be if other rows were wrong on one side alone."""
    one, other = sides
    changed = (one.decided != other.decided) | (metric.right(one) != metric.right(other))
    values = [metric.exact(side) for side in sides]
    ends = [hidden(metric, side, groups, few, changed) for side in sides]
    return [*(end - values[1] for end in ends[0]), *(values[0] - end for end in ends[1])]


def _around(ends: Ends, *values: float) -> Ends:
    finite = [value for value in values if math.isfinite(value)]
    return min([ends[0], *finite]), max([ends[1], *finite])


def _same(metric: Metric, one: Judged, other: Judged) -> bool:
    """Return whether a metric sees no difference between two sides, whatever the truth is."""
    seen, also = (_places(side.predicted) if metric.ranks else side.predicted for side in (one, other))
    return np.array_equal(seen, also) and not (metric.calls() and np.any(one.decided != other.decided))


def _places(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return at which place each row stands by its score for each label: (rows, labels); of equals at the same."""
    return np.column_stack([np.unique(column, return_inverse=True)[1] for column in scores.T])


def _right(metric: Metric, judged: Judged) -> NDArray[np.bool_]:
    """Return which rows are right as the metric sees it.

    One that ranks does not see calls: as many rows are called by a label as have it, those with the highest scores.
    """
    if not metric.ranks:
        return metric.right(judged)
    counts = judged.row_weights > 0
    right = np.zeros(len(counts), bool)
    for code in np.unique(judged.truth[counts]):
        scores, of = judged.predicted[:, code], judged.truth == code
        least = np.partition(scores[counts], -int((of & counts).sum()))[-int((of & counts).sum())]
        right |= of & (scores >= least)
    return right


def _kinds(metric: Metric, judged: Judged, groups: Groups) -> Iterator[_Kind]:
    """Yield all rows, then those of each label, then those called by each (where the metric sees calls).

    Of labels, that is the one that the metric is about, and the `RAREST` of fewer than `MANY` units.
    """
    assert judged.decided is not None
    everywhere = np.zeros(len(judged.truth), np.int64)
    called = () if metric.ranks else ((judged.decided, True),)
    for by, truly in ((everywhere, False), (judged.truth, False), *called):
        sizes = _units(judged, by, groups)
        rarest = [code for code in np.argsort(sizes, kind="stable") if sizes[code] > 0]
        for place, code in enumerate(rarest):
            if by is everywhere or code == metric.about() or (place < RAREST and sizes[code] < MANY):
                yield _Kind(by == code, float(sizes[code]), truly)


def _units(judged: Judged, by: NDArray[np.int64], groups: Groups) -> NDArray[np.float64]:
    """Return of how many units the rows of each kind are (kinds,), to which rows belong by number (rows,)."""
    weights, kinds = judged.row_weights, int(by.max()) + 1
    if groups is None:
        return _sizes(weights, by, kinds)
    pairs, of = np.unique(groups * kinds + by, return_inverse=True)
    return _sizes(np.bincount(of, weights), pairs % kinds, kinds)


def _masses(judged: Judged, mask: NDArray[np.bool_], groups: Groups) -> NDArray[np.float64]:
    """Return what the chosen rows count, or the groups of them."""
    weights = judged.row_weights * mask
    return weights if groups is None else np.bincount(groups, weights).astype(np.float64)


def _part(judged: Judged, kind: NDArray[np.bool_], shows: NDArray[np.bool_], groups: Groups) -> float:
    """Return the share that units with a row that `shows` have in what the rows of a kind count."""
    masses, hits = _masses(judged, kind, groups), _masses(judged, shows, groups)
    return float(masses[hits > 0].sum() / masses.sum())


def _turned(metric: Metric, judged: Judged, mask: NDArray[np.bool_], share: float, *, truly: bool) -> Judged:
    """Return the rows, and to a share the chosen ones once more as the contrary of what they are.

    The true label changes its probability, or score, with the least probable one, which is then called, or a wrong
    row's with the most probable one; where that is not enough for the metric's rule, it gets nothing, or all. `truly`,
    they are of another label instead: the least probable one, or the one that they are called by.
    """
    right, some, rows = _right(metric, judged)[mask], taken(judged, mask), np.arange(int(mask.sum()))
    assert some.decided is not None
    truth, before = some.truth, some.decided
    others = some.predicted.copy()
    others[rows, truth] = math.inf
    least = others.argmin(axis=1)
    if truly:
        some = replace(some, truth=np.where(right | (before == truth), least, before))
    else:
        partner, scores = np.where(right, least, some.predicted.argmax(axis=1)), some.predicted.copy()
        scores[rows, truth], scores[rows, partner] = some.predicted[rows, partner], some.predicted[rows, truth]
        some = replace(some, predicted=scores, decided=np.where(right, least, truth))
        if not metric.ranks:
            still = metric.right(some) == right
            own = np.eye(scores.shape[1])[truth]
            some.predicted[still] = np.where(right[:, None], (1 - own) / (len(own[0]) - 1), own)[still]
    return blended(judged, mask, share, some)
