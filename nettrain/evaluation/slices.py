"""Rows cut by what stands in a column: one group a value, or a range of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

BINS = 4
"""Ranges with about equal numbers of rows into which a column of many numbers is cut."""
MOST = 20
"""Groups of a column of text; rows with the values that are rarest are one group together."""
FEW = 10
"""Distinct numbers up to which each is a group of its own."""
SMALL = 30
"""Rows below which a group says little, and is held against no gate."""


class Group(NamedTuple):
    """A name for a person, and which rows are in it (rows,)."""

    name: str
    rows: NDArray[np.bool_]

    @property
    def small(self) -> bool:
        """Whether it has few rows."""
        return int(self.rows.sum()) < SMALL


def groups(cells: pl.Series, missing: tuple[str, ...]) -> Iterator[Group]:
    """Yield the groups of rows by their text cells: the largest first, ranges of numbers from the lowest on.

    Empty cells and the words under `missing` are a group of their own.
    """
    held = known(cells, missing)
    numbers = held.cast(pl.Float64, strict=False)
    if held.null_count() < held.len() and numbers.null_count() == held.null_count():
        yield from _ranges(numbers)
    else:
        counts = held.drop_nulls().value_counts(sort=False)
        column = counts.columns[0]
        named = counts.sort(["count", column], descending=[True, False]).get_column(column).to_list()
        kept = named if len(named) <= MOST else named[: MOST - 1]
        for value in kept:
            yield Group(value, _mask(held == value))
        if len(kept) < len(named):
            yield Group(f"({len(named) - len(kept):,} rarer values)", _mask(held.is_in(named[len(kept) :])))
    if held.null_count():
        yield Group("(missing)", held.is_null().to_numpy())


def known(cells: pl.Series, missing: tuple[str, ...]) -> pl.Series:
    """Return text cells with null for the empty ones and the words under `missing`."""
    return cells.set(cells.is_in(["", *missing]), None)


def _ranges(numbers: pl.Series) -> Iterator[Group]:
    distinct = numbers.drop_nulls().unique().sort().to_list()
    if len(distinct) <= FEW:
        for value in distinct:
            yield Group(f"{value:g}", _mask(numbers == value))
        return
    cuts = [numbers.quantile(n / BINS, "lower") for n in range(BINS + 1)]
    ends = sorted({float(cut) for cut in cuts if cut is not None})
    for number, (low, high) in enumerate(pairwise(ends)):
        above = numbers >= low if number == 0 else numbers > low
        yield Group(f"{low:g} to {high:g}", _mask(above & (numbers <= high)))


def _mask(cells: pl.Series) -> NDArray[np.bool_]:
    return cells.fill_null(False).to_numpy()
