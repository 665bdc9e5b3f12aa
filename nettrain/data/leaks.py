"""What makes a result look better than it is: columns that tell the target, rows on two sides."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl
import polars.selectors as cs

from nettrain.data.dealing import in_ranges
from nettrain.data.sides import Sides
from nettrain.data.stacking import stacked, together
from nettrain.names import TEST, VALIDATION

FEWEST = 50
"""Rows below which no column is called telltale: chance would do it."""
MINORITY = 10
"""Rows without the most frequent label that there must be, for the same reason."""
TOLD = 0.999
"""Share of the rows with the right label from which a column is telltale..."""
MAJORITY = 0.99
"""...where always naming the most frequent label is right in at most this share."""
EXPLAINED = 0.9999
"""Share of a number's variance from which a column is telltale."""

_LABEL_RANGES, _NUMBER_RANGES = 64, 1024
_BORDERS = 16  # ranges that may be cut once more
_JUDGES = 3  # rows that a range or word must have to be counted


class Leak(NamedTuple):
    """A column that may hold the answer, and what it does."""

    column: str
    message: str


def telltales(rows: pl.DataFrame, target: str, labels: bool) -> list[Leak]:
    """Return the columns that give the target away alone, in rows of any side: a leak is one on all of them.

    `labels` says whether the target holds words or numbers. A column's numbers are cut into ranges, its words stand for
    themselves, and each row is judged by the others in its range (leave-one-out), so that a column that is different in
    every row tells nothing.
    """
    if rows.height < FEWEST:
        return []
    found = dict(_telling(rows, target) if labels else _explaining(rows, target))
    return [Leak(name, found[name]) for name in rows.columns if name in found]


def shared_rows(hashes: pl.Series, sides: Sides) -> dict[str, int]:
    """Return how many validation and test rows have a twin among the training rows, by side.

    `hashes` (uint64) are of the inputs of every row, by its number.
    """
    others, train = hashes[pl.concat([sides.validation, sides.test])], hashes[sides.train]
    known = train.filter(train.is_in(others.implode()))  # the other rows are fewer to make a table of, and these fewest
    twins, border = others.is_in(known.implode()), sides.validation.len()
    return {VALIDATION: int(twins.head(border).sum()), TEST: int(twins.slice(border).sum())}


def _telling(rows: pl.DataFrame, target: str) -> Iterator[tuple[str, str]]:
    labels = rows.get_column(target)
    counts = labels.value_counts(sort=True).get_column("count")
    if rows.height - counts[0] < max(MINORITY, (1 - MAJORITY) * rows.height):
        return
    codes, limit = labels.rank("dense"), (1 - TOLD) * rows.height
    for names, stack in _stacks(rows, target):
        groups = _grouped(stack, rows.height, _LABEL_RANGES)
        judged = _judged(groups, codes).sort("column", "wrong", "group", descending=[False, True, True])
        wrong, most = pl.col("wrong"), min(counts.len() - 1, _BORDERS)
        sums = judged.group_by("column", maintain_order=True).agg(wrong.sum(), wrong.head(most).sum().alias("worst"))
        near = sums.filter(wrong.cast(pl.Int64) - pl.col("worst") <= limit)
        for place, wrongs in near.select("column", "wrong").iter_rows():
            one = groups.filter(pl.col("column") == place)
            if wrongs > limit and one.schema["value"] != pl.String:
                bad = judged.filter(pl.col("column") == place).get_column("group").head(most)
                cut = _cut(one.get_column("value"), one.get_column("group"), codes, bad)
                wrongs = int(_judged(one.with_columns(cut), codes)["wrong"].sum())
            if wrongs <= limit:
                yield names[place], f"alone tells the target in {_percent(1 - wrongs / rows.height, 1)} of the rows"


def _stacks(rows: pl.DataFrame, target: str) -> Iterator[tuple[list[str], pl.DataFrame]]:
    """Yield names of columns, some at a time, and their values below each other, all of them words or all numbers.

    `column` is the place among the names, `row` that of the row.
    """
    inputs, most = rows.drop(target), together(rows.height)
    words = cs.string() | cs.boolean()
    for kind, sort in ((pl.String, words), (pl.Float64, ~words)):
        names = inputs.select(sort).columns
        for at in range(0, len(names), most):
            some = names[at : at + most]
            yield some, stacked(inputs.select(some), kind)


def _grouped(stack: pl.DataFrame, height: int, ranges: int) -> pl.DataFrame:
    """Add `group`, the range of a number or a number for a word, to the stack of columns of `height` rows."""
    value = pl.col("value")
    words = value.rank("dense").cast(pl.UInt32).fill_null(0)
    group = words if stack.schema["value"] == pl.String else in_ranges(value, max(min(ranges, height // 20), 2))
    return stack.with_columns(group=group.over("column"))


def _judged(groups: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """Return `column`, `group`, and `wrong`: its rows whose label is not the most frequent of its others."""
    alike = groups.select("column", "group", code=pl.lit(codes).gather("row"))
    table = alike.group_by(pl.struct("column", "group", "code").alias("alike")).len().unnest("alike")
    count = pl.col("len")
    # The rows of the first label are judged right if it stays the first without one of them; all others are wrong.
    certain = ((count >= count.max().cast(pl.Int64) - 1).sum() == 1) & (count.sum() >= _JUDGES)
    wrong = count.sum() - pl.when(certain).then(count.max()).otherwise(0)
    return table.group_by("column", "group").agg(wrong.alias("wrong"))


def _cut(values: pl.Series, groups: pl.Series, codes: pl.Series, worst: pl.Series) -> pl.Series:
    """Cut each of the `worst` ranges in two where the labels change: a border between labels lies within a range.

    A part of too few rows to judge each other goes to the range next to it.
    """
    frame = pl.DataFrame({"value": values, "group": groups.cast(pl.Int64) * 2, "code": codes})
    ranges = frame.drop_nulls("value").get_column("group").unique().sort().to_list()
    for number in sorted(ranges.index(2 * group) for group in worst.to_list() if 2 * group in ranges):
        group = ranges[number]
        part = frame.filter(pl.col("group") == group, pl.col("value").is_not_null()).sort("value")
        firsts = part.get_column("code").value_counts(sort=True).head(2)
        if firsts.height < 2:
            continue
        (one, ones), (other, others) = firsts.iter_rows()
        ahead = ((pl.col("code") == one).cast(pl.Int64) - (pl.col("code") == other).cast(pl.Int64)).cum_sum()
        # Right are those of one label below the border and those of the other above it, or the other way round.
        right = pl.max_horizontal(ahead + others, ones - ahead)
        apart = part.with_columns(right.alias("right"), pl.int_range(1, pl.len() + 1).alias("below"))
        apart = apart.filter(pl.col("value") != pl.col("value").shift(-1))
        if apart.height:
            best = apart.sort("right", "below", descending=[True, False]).row(0, named=True)
            lower, upper = group, group + 1
            if best["below"] < _JUDGES:
                lower = ranges[max(number - 1, 0)]
            elif part.height - best["below"] < _JUDGES:
                upper = ranges[min(number + 1, len(ranges) - 1)]
            side = pl.when(pl.col("value") > best["value"]).then(upper).otherwise(lower)
            frame = frame.with_columns(
                pl.when(pl.col("group") == group, pl.col("value").is_not_null())
                .then(side)
                .otherwise("group")
                .alias("group")
            )
    return frame.get_column("group")


def _explaining(rows: pl.DataFrame, target: str) -> Iterator[tuple[str, str]]:
    truth = rows.get_column(target)
    mean = truth.mean()
    assert isinstance(mean, float)
    whole = float((truth - mean).pow(2).sum())
    if not whole:
        return
    for names, stack in _stacks(rows, target):
        there = stack.with_columns(truth=pl.lit(truth).gather("row"))
        straight = _straight(there, rows.height)
        for place, left in _left(_grouped(there, rows.height, _NUMBER_RANGES), mean):
            explained = max(straight.get(place, 0.0), 1 - left / whole)
            if explained >= EXPLAINED:
                yield names[place], f"alone explains {_percent(explained, 2)} of the target's variance"


def _straight(stack: pl.DataFrame, height: int) -> dict[int, float]:
    """Return, by column of numbers, the share of variance of `truth` that a straight line explains in the rows with a
    value, if most of the `height` rows have one."""
    if stack.schema["value"] == pl.String:
        return {}
    found = stack.drop_nulls("value").group_by("column").agg(pl.len(), pl.corr("value", "truth").alias("r"))
    sure = found.filter(pl.col("len") >= max(FEWEST, height / 2), pl.col("r").is_not_nan())
    return dict(sure.select("column", pl.col("r") ** 2).iter_rows())


def _left(groups: pl.DataFrame, mean: float) -> Iterator[tuple[int, float]]:
    """Yield each column and the squared errors that are left if each row is told by the mean of the others of its
    group.

    The mean of the others of n lies n / (n - 1) times as far from a row as the mean of all, so these errors are
    n^2 / (n - 1) times the variance; in groups of too few rows each is told by the mean of all rows.
    """
    truth, count = pl.col("truth"), pl.col("count")
    alone = ((truth - mean) ** 2).sum().alias("alone")
    told = groups.group_by("column", "group").agg(pl.len().cast(pl.Float64).alias("count"), truth.var(), alone)
    left = pl.when(count >= _JUDGES).then(count**2 / (count - 1) * truth).otherwise("alone")
    yield from told.group_by("column").agg(left.sum()).iter_rows()


def _percent(share: float, digits: int) -> str:
    """Return a share in percent, cut and not rounded: 100 % is all of it."""
    parts = 10**digits
    return f"{math.floor(100 * share * parts + 1e-6) / parts:.{digits}f}".rstrip("0").rstrip(".") + " %"
