"""Numbers as a file spells them, and those that a float64 does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from nettrain.components.columns.boolean import Boolean
from nettrain.components.columns.number import Number
from nettrain.data.dialect import Dialect

LONG = 16
"""Digits from which a whole number may be one that a float64 does not hold."""
EXACT = 2**53
"""Whole numbers from here on are not all held exactly by a float64."""


def trusted(raw: pl.DataFrame, numeric: Sequence[str]) -> bool:
    """Return whether numbers that a fast reader has read are what their text says: finite, and held exactly."""
    return all(_exact(raw.get_column(name)) for name in numeric)


def _exact(numbers: pl.Series) -> bool:
    if numbers.null_count() == numbers.len():
        return True
    low, high, total = numbers.min(), numbers.max(), numbers.sum()  # the ends pass over NaN; a sum does not
    return bool(-EXACT < low <= high < EXACT and total == total)  # type: ignore[operator]


def spelled(cells: pl.Expr, dialect: Dialect | None) -> pl.Expr:
    """Return numbers as the file spells them in the spelling that a reader of numbers takes: 1.234,5 as 1234.5.

    What has a mark between thousands elsewhere than between groups of three digits is null, and so is 0.379, since no
    group follows a zero that leads.
    """
    if dialect is None or (dialect.decimal == "." and not dialect.thousands):
        return cells
    decimal, mark = ("\\" + m if m and m in ".," else m for m in (dialect.decimal, dialect.thousands))
    grouped = rf"^[+-]?[1-9]\d{{0,2}}({mark}\d{{3}})+({decimal}\d*)?$"
    if mark:
        cells = (
            pl.when(cells.str.contains(grouped))
            .then(cells.str.replace_all(dialect.thousands, "", literal=True))
            .when(~cells.str.contains(dialect.thousands, literal=True))
            .then(cells)
        )
    if dialect.decimal == ".":
        return cells
    point = pl.when(~cells.str.contains(".", literal=True)).then(cells)
    return point.str.replace(dialect.decimal, ".", literal=True)


def as_numbers(cells: pl.Expr, dialect: Dialect | None) -> pl.Expr:
    """Read text cells as numbers (float64), spelled as in the file; null where they are none."""
    return Number().read(spelled(cells, dialect))


def inexact(name: str, dialect: Dialect | None) -> pl.Expr:
    """Find whole numbers of 16 digits or more that a float64 does not hold exactly."""
    cells = spelled(pl.col(name), dialect)
    long = pl.when(cells.str.contains(r"^[+-]?\d{16,}$")).then(cells)
    whole = long.cast(pl.Int128, strict=False)
    held = long.cast(pl.Float64, strict=False).cast(pl.Int128, strict=False)
    beyond = pl.when(whole.is_null()).then(long).map_elements(_rounded, return_dtype=pl.Boolean)
    return beyond.fill_null(whole.ne_missing(held))


def _rounded(cell: str) -> bool:
    """Return whether a whole number, one that Int128 does not hold, is another one as a float64."""
    return Decimal(cell) != Decimal(float(cell))


def read_numbers(name: str, dialect: Dialect | None, *, long: bool) -> pl.Expr:
    """Read numbers, but for whole ones that a float64 does not hold, where there may be any so `long`."""
    numbers = as_numbers(pl.col(name), dialect)
    return (pl.when(~inexact(name, dialect)).then(numbers) if long else numbers).alias(name)


def quantities(words: pl.Series, dialect: Dialect | None) -> pl.Series:
    """Return the number (float64) that each word spells, or 1 and 0 for yes and no; null where it is none of these."""
    held = (read_numbers("word", dialect, long=True), Boolean().read(pl.col("word")).cast(pl.Float64))
    return words.to_frame("word").select(pl.coalesce(*held)).to_series()


def twins(words: pl.Series, dialect: Dialect | None) -> list[list[str]]:
    """Return those of different words that are one number: 4 and 4.0."""
    numbers = read_numbers("word", dialect, long=True).alias("number")
    read = words.to_frame("word").with_columns(numbers).drop_nulls()
    alike = read.group_by("number", maintain_order=True).agg("word").filter(pl.col("word").list.len() > 1)
    return alike.get_column("word").to_list()
