"""What makes a result look better than it is: columns that tell the target, rows on two sides."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl
import polars.selectors as cs

from nettrain.data.dealing import in_ranges
from nettrain.data.sides import Sides
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
CELLS = 1 << 18
"""Cells of columns that are looked at in one go."""

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
    found = _telling(rows, target) if labels else _explaining(rows, target)
    return [Leak(name, message) for name, message in found]


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
    for names, groups in _grouped(rows, target, _LABEL_RANGES):
        judged = _judged(groups, codes).sort("column", "wrong", "group", descending=[False, True, True])
        wrong, most = pl.col("wrong"), min(counts.len() - 1, _BORDERS)
        sums = judged.group_by("column", maintain_order=True).agg(wrong.sum(), wrong.head(most).sum().alias("worst"))
        near = sums.filter(wrong.cast(pl.Int64) - pl.col("worst") <= limit)
        for place, wrongs in near.select("column", "wrong").iter_rows():
            name = names[place]
            if wrongs > limit and _is_number(rows.get_column(name)):
                bad = judged.filter(pl.col("column") == place).get_column("group").head(most)
                cut = _cut(rows.get_column(name), groups.to_series(place), codes, bad)
                wrongs = int(_judged(cut.rename("0").to_frame(), codes)["wrong"].sum())
            if wrongs <= limit:
                yield name, f"alone tells the target in {_percent(1 - wrongs / rows.height, 1)} of the rows"


def _grouped(rows: pl.DataFrame, target: str, ranges: int) -> Iterator[tuple[list[str], pl.DataFrame]]:
    """Yield names of columns, some at a time, and the groups (ranges of numbers, words) of their values.

    The groups' columns are called "0", "1", ...
    """
    names, most = [name for name in rows.columns if name != target], max(1, CELLS // max(rows.height, 1))
    for at in range(0, len(names), most):
        some = names[at : at + most]
        groups = rows.select(some).rename(dict(zip(some, map(str, range(len(some))), strict=True)))
        # Each is one of few kinds of columns, so one expression does for all of a kind.
        words = cs.string() | cs.boolean()
        bins = max(min(ranges, rows.height // 20), 2)
        yield some, groups.with_columns(words.rank("dense").fill_null(0), in_ranges(~words, bins))


def _judged(groups: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """Return `column` (from 0), `group`, and `wrong`: its rows whose label is not the most frequent of its others.

    `groups` has the columns "0", "1", ...
    """
    long = groups.with_columns(codes.alias("code")).unpivot(index="code", variable_name="column", value_name="group")
    table = long.group_by(pl.col("column").cast(pl.UInt32), "group", "code").len()
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
    whole = float((truth - truth.mean()).pow(2).sum())
    if not whole:
        return
    for names, groups in _grouped(rows, target, _NUMBER_RANGES):
        straight = _straight(rows.select(names), truth)
        for name, left in zip(names, _left(groups, truth), strict=True):
            explained = max(straight.get(name, 0.0), 1 - left / whole)
            if explained >= EXPLAINED:
                yield name, f"alone explains {_percent(explained, 2)} of the target's variance"


def _straight(columns: pl.DataFrame, truth: pl.Series) -> dict[str, float]:
    """Return, of columns that are no words, the share of variance that a straight line explains in the rows with a
    value, if most have one."""
    numbers = columns.select((~cs.string()).cast(pl.Float64))
    most = max(FEWEST, columns.height / 2)
    named = [
        name for name, missing in numbers.null_count().row(0, named=True).items() if columns.height - missing >= most
    ]
    held = [pl.col(name).is_not_null() for name in named]
    found = numbers.select(
        pl.corr(pl.col(name).filter(there), pl.lit(truth).filter(there)).alias(name)
        for name, there in zip(named, held, strict=True)
    )
    return {name: r * r for name, r in found.row(0, named=True).items() if r is not None and r == r} if named else {}


def _left(groups: pl.DataFrame, truth: pl.Series) -> list[float]:
    """Return the squared errors that are left if each row is told by the mean of the other rows of its group."""
    total, count = pl.col("y").sum().over("group"), pl.len().over("group")
    others = pl.when(count >= _JUDGES).then((total - pl.col("y")) / (count - 1)).otherwise(pl.col("y").mean())
    asked = ((pl.col("y") - others) ** 2).sum()
    return [pl.DataFrame({"group": column, "y": truth}).select(asked).item() for column in groups]


def _is_number(values: pl.Series) -> bool:
    return values.dtype not in (pl.String, pl.Boolean)


def _percent(share: float, digits: int) -> str:
    """Return a share in percent, cut and not rounded: 100 % is all of it."""
    parts = 10**digits
    return f"{math.floor(100 * share * parts + 1e-6) / parts:.{digits}f}".rstrip("0").rstrip(".") + " %"
