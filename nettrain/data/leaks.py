"""What makes a result look better than it is: columns that tell the target, rows on two sides, identifiers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from nettrain.data.dealing import binned
from nettrain.data.splitting import TEST, VALIDATION, Sides

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
IDENTIFIED = 20
"""Rows below which nothing is called an identifier; texts that an identifier has more than."""

_LABEL_RANGES, _NUMBER_RANGES = 64, 1024
_BORDERS = 16  # ranges that may be cut once more
_JUDGES = 3  # rows that a range or word must have to be counted
_NOUNS = (
    "account|applicant|application|booking|case|claim|client|company|contact|contract|customer|device|document|driver|"
    "employee|event|file|house|household|image|item|job|listing|loan|member|movie|object|obs|observation|order|passenger|"
    "patient|payment|person|player|policy|post|product|property|record|respondent|row|sample|sensor|session|shop|station|"
    "store|student|subject|survey|transaction|trip|tweet|unit|user|vehicle|visit|visitor"
)
_COMPOUND = re.compile(rf"({_NOUNS})s?(id|ids|uuid|guid|key|no|nr|num|number|index)|rownames?")


class Leak(NamedTuple):
    """A column that may hold the answer, and what to say of it."""

    column: str
    message: str


def telltales(rows: pl.DataFrame, target: str, labels: bool) -> list[Leak]:
    """Return the columns of training rows that give the target away alone.

    `labels` says whether the target holds words or numbers. A column's numbers are cut into ranges, its words stand for
    themselves, and each row is judged by the others in its range (leave-one-out), so that a column that is different in
    every row tells nothing.
    """
    if rows.height < FEWEST:
        return []
    found = _telling(rows, target) if labels else _explaining(rows, target)
    return [Leak(name, f"{message}: a leak?") for name, message in found]


def shared_rows(hashes: pl.Series, sides: Sides) -> dict[str, int]:
    """Return how many validation and test rows have a twin among the training rows, by side.

    `hashes` (uint64) are of the inputs of every row, by its number.
    """
    others, train = hashes[pl.concat([sides.validation, sides.test])], hashes[sides.train]
    known = train.filter(train.is_in(others.implode()))  # the other rows are fewer to make a table of, and these fewest
    twins, border = others.is_in(known.implode()), sides.validation.len()
    return {VALIDATION: int(twins.head(border).sum()), TEST: int(twins.slice(border).sum())}


def identifier(values: pl.Series, name: str) -> str | None:
    """Say why a column looks like an identifier, or None. `values` may be a sample of rows spread evenly."""
    rows = values.len()
    if rows < IDENTIFIED:
        return None
    if values.dtype == pl.String:
        words = values.drop_nulls().n_unique()
        alike = words > IDENTIFIED and 2 * words > rows
        return f"{words:,} different texts in {rows:,} rows" if alike else None
    if not values.dtype.is_numeric() or values.null_count():
        return None
    steps = values.diff().drop_nulls()
    low, high = float(str(steps.min())), float(str(steps.max()))
    even = low == high or (low >= 2 and high - low <= 1)  # a sample cannot always be spread quite evenly
    if not (low > 0 and even) and not names_rows(name):
        return None
    if not (values == values.floor()).all() or values.n_unique() < rows:
        return None
    return "whole numbers that count the rows" if low > 0 and even else "whole numbers, different in every row"


def names_rows(name: str) -> bool:
    """Return whether a column's name says that it tells rows apart."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+", name)
    words = [part.lower() for part in parts]
    if {"id", "uuid", "guid"}.intersection(words) or words in (["key"], ["index"]):
        return True
    return _COMPOUND.fullmatch("".join(words)) is not None or any(_COMPOUND.fullmatch(word) for word in words)


def _telling(rows: pl.DataFrame, target: str) -> Iterator[tuple[str, str]]:
    labels = rows.get_column(target)
    counts = labels.value_counts(sort=True).get_column("count")
    if rows.height - counts[0] < max(MINORITY, (1 - MAJORITY) * rows.height):
        return
    codes = labels.rank("dense")
    for name in rows.columns:
        if name == target:
            continue
        groups = _groups(rows.get_column(name), min(_LABEL_RANGES, rows.height // 20))
        judged = _judged(groups, codes)
        worst = judged.sort("wrong", "group", descending=True).head(min(counts.len() - 1, _BORDERS))
        wrong = int(judged["wrong"].sum())
        limit = (1 - TOLD) * rows.height
        if wrong > limit >= wrong - int(worst["wrong"].sum()) and _is_number(rows.get_column(name)):
            groups = _cut(rows.get_column(name), groups, codes, worst.get_column("group"))
            wrong = int(_judged(groups, codes)["wrong"].sum())
        if wrong <= limit:
            yield name, f"alone tells the target in {_percent(1 - wrong / rows.height, 1)} of the rows"


def _judged(groups: pl.Series, codes: pl.Series) -> pl.DataFrame:
    """Return each group with its rows whose label is not the most frequent one of the group's other rows."""
    table = pl.DataFrame({"group": groups, "code": codes}).group_by("group", "code").len()
    count = pl.col("len")
    # The rows of the first label are judged right if it stays the first without one of them; all others are wrong.
    certain = ((count >= count.max().cast(pl.Int64) - 1).sum() == 1) & (count.sum() >= _JUDGES)
    wrong = count.sum() - pl.when(certain).then(count.max()).otherwise(0)
    return table.group_by("group").agg(wrong.alias("wrong"))


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
    for name in rows.columns:
        if name == target:
            continue
        column = rows.get_column(name)
        straight = _straight(column, truth) if column.dtype != pl.String else 0.0
        left = _left(_groups(column, min(_NUMBER_RANGES, rows.height // 20)), truth)
        explained = max(straight, 1 - left / whole)
        if explained >= EXPLAINED:
            yield name, f"alone explains {_percent(explained, 2)} of the target's variance"


def _straight(column: pl.Series, truth: pl.Series) -> float:
    """Return the share of variance that a straight line explains in the rows with a value, if most have one."""
    both = pl.DataFrame({"x": column.cast(pl.Float64), "y": truth}).drop_nulls("x")
    if both.height < max(FEWEST, column.len() / 2):
        return 0.0
    found = both.select(pl.corr("x", "y")).item()
    return float(found * found) if found == found else 0.0


def _left(groups: pl.Series, truth: pl.Series) -> float:
    """Return the squared errors that are left if each row is told by the mean of its group's other rows."""
    total, count = pl.col("y").sum().over("group"), pl.len().over("group")
    others = pl.when(count >= _JUDGES).then((total - pl.col("y")) / (count - 1)).otherwise(pl.col("y").mean())
    return float(pl.DataFrame({"group": groups, "y": truth}).select(((pl.col("y") - others) ** 2).sum()).item())


def _groups(values: pl.Series, ranges: int) -> pl.Series:
    """Return the number of each value's range, or of its word; null is one of its own."""
    if values.dtype in (pl.String, pl.Boolean):
        return values.rank("dense").fill_null(0)
    return binned(values, max(ranges, 2))


def _is_number(values: pl.Series) -> bool:
    return values.dtype not in (pl.String, pl.Boolean)


def _percent(share: float, digits: int) -> str:
    """Return a share in percent, cut and not rounded: 100 % is all of it."""
    parts = 10**digits
    return f"{math.floor(100 * share * parts + 1e-6) / parts:.{digits}f}".rstrip("0").rstrip(".") + " %"
