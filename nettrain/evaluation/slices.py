"""Rows cut by what stands in a column: one group a value, or a range of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nettrain.data.dialect import Dialect
from nettrain.data.spelling import inexact, spelled
from nettrain.evaluation.unseen import effective_sample_size

BINS = 4
"""Ranges with about equal numbers of rows into which a column of many numbers is cut."""
MOST = 20
"""Groups of a column of text; rows with the values that are rarest are one group together."""
FEW = 10
"""Distinct numbers up to which each is a group of its own."""
SMALL = 30
"""Rows below which a group says little, and is held against no gate."""
IN_FULL = 1e21
"""Numbers from here on are named with an exponent."""
MADE_UP = re.compile(r"'*\((missing|[\d,]+ rarer values)\)'*")
"""Words that look like the name of a group that is no word: they are named in quotes."""


class Group(NamedTuple):
    """A name for a person, and which rows are in it (rows,)."""

    name: str
    rows: NDArray[np.bool_]

    def small(self, weights: NDArray[np.float64] | None = None) -> bool:
        """Return whether it has few rows; such with `weights` (rows,) are as many as equal ones that say as much."""
        return effective_sample_size(self.rows if weights is None else weights[self.rows]) < SMALL


def with_numbers(cells: pl.DataFrame, missing: tuple[str, ...], dialect: Dialect | None) -> pl.DataFrame:
    """Return text cells with numbers in place of the columns that hold nothing else, as the file spells them.

    They are Float64, or Int64 where a float64 does not hold one exactly; empty cells and the words under `missing` are
    null there.
    """
    made = (_numbers(known(column, missing), dialect) for column in cells.get_columns())
    return cells.with_columns(numbers for numbers in made if numbers is not None)


def _numbers(held: pl.Series, dialect: Dialect | None) -> pl.Series | None:
    """Return text cells, null where missing, as numbers; None where not all are, or there is no cell at all."""
    text, long = held.to_frame(), inexact(held.name, dialect).any()
    plain = text.select(spelled(pl.col(held.name), dialect).alias(held.name)).to_series()
    kind = pl.Int64 if text.select(long).item() else pl.Float64
    made = plain.cast(kind, strict=False).fill_nan(None)
    return made if made.count() == held.count() > 0 else None


def groups(cells: pl.Series, missing: tuple[str, ...]) -> Iterator[Group]:
    """Yield the groups of rows by the cells of a column as `with_numbers` returns it; no two names are the same.

    Words come with the largest group first, numbers and ranges of them from the lowest on. Cells that are null or
    empty, and the words under `missing`, are a group of their own, the last.
    """
    if cells.dtype.is_numeric():
        held = cells
        yield from _ranges(held)
    else:
        held = known(cells, missing)
        yield from _words(held)
    if held.null_count():
        yield Group("(missing)", held.is_null().to_numpy())


def known(cells: pl.Series, missing: tuple[str, ...]) -> pl.Series:
    """Return text cells with null for the empty ones and the words under `missing`."""
    return cells.set(cells.is_in(["", *missing]), None)


def _words(held: pl.Series) -> Iterator[Group]:
    counts = held.drop_nulls().value_counts(sort=False)
    column = counts.columns[0]
    named = counts.sort(["count", column], descending=[True, False]).get_column(column).to_list()
    kept = named if len(named) <= MOST else named[: MOST - 1]
    for value in kept:
        yield Group(f"'{value}'" if MADE_UP.fullmatch(value) else value, _mask(held == value))
    if len(kept) < len(named):
        yield Group(f"({len(named) - len(kept):,} rarer values)", _mask(held.is_in(named[len(kept) :])))


def _ranges(numbers: pl.Series) -> Iterator[Group]:
    ordered = numbers.drop_nulls().sort()
    distinct = ordered.unique(maintain_order=True)
    if distinct.len() <= FEW:
        values = distinct.to_list()
        for value, name in zip(values, _names(values), strict=True):
            yield Group(name, _mask(numbers == value))
        return
    ends = sorted({ordered[(ordered.len() - 1) * n // BINS] for n in range(BINS + 1)})
    for number, ((low, least), (high, most)) in enumerate(pairwise(zip(ends, _names(ends), strict=True))):
        above = numbers >= low if number == 0 else numbers > low
        yield Group(f"{least} to {most}", _mask(above & (numbers <= high)))


def _names(numbers: Sequence[float]) -> list[str]:
    """Return different numbers as text, in which they differ: with six digits, or as many more as that takes."""
    tries = ([_name(number, digits) for number in numbers] for digits in range(6, 18))
    return next(names for names in tries if len(set(names)) == len(numbers))


def _name(number: float, digits: int) -> str:
    """Return a number with some digits: a whole one, and what stands before the point, in full up to IN_FULL."""
    if abs(number) < IN_FULL and number == int(number):
        return f"{int(number)}"
    short = f"{number:.{digits}g}"
    return f"{number:.0f}" if "e+" in short and abs(number) < IN_FULL else short


def _mask(cells: pl.Series) -> NDArray[np.bool_]:
    return cells.fill_null(False).to_numpy()
