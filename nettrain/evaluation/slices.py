"""Rows cut by what stands in a column: one group a value, or a range of numbers or dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nettrain.evaluation.cells import known
from nettrain.evaluation.unseen import effective_sample_size
from nettrain.moments import moments

BINS = 4
"""Ranges with about equal numbers of rows into which a column of many numbers is cut."""
MOST = 20
"""Groups of a column of text; rows with other values, none of which has more rows, are told together as the last."""
FEW = 10
"""Distinct numbers up to which each is a group of its own."""
SMALL = 30
"""Rows below which a group says little, and is held against no gate."""
IN_FULL = 1e21
"""Numbers from here on are named with an exponent."""
MADE_UP = re.compile(r"'*\((missing|[\d,]+ other values)\)'*")
"""Words that look like the name of a group that is no word: they are named in quotes."""


class Group(NamedTuple):
    """A name for a person, and which rows are in it (rows,); those of several values are `pooled`: no real group."""

    name: str
    rows: NDArray[np.bool_]
    pooled: bool = False

    def small(self, weights: NDArray[np.float64] | None = None) -> bool:
        """Return whether it has few rows; such with `weights` (rows,) are as many as equal ones that say as much."""
        return effective_sample_size(self.rows if weights is None else weights[self.rows]) < SMALL


def groups(cells: pl.Series, missing: tuple[str, ...]) -> Iterator[Group]:
    """Yield the groups of rows by the cells of a column as `with_values` returns it; no two names are the same.

    Words come with the largest group first, numbers, dates and ranges of them from the lowest on. Cells that are null
    or empty, and the words under `missing`, are a group of their own, the last.
    """
    if cells.dtype.is_numeric():
        held = cells
        yield from _ranges(held, _numbers, "above")
    elif cells.dtype.is_temporal():
        held = cells
        yield from _ranges(held, moments, "after")
    else:
        held = known(cells, missing)
        yield from _words(held)
    if held.null_count():
        yield Group("(missing)", held.is_null().to_numpy())


def _words(held: pl.Series) -> Iterator[Group]:
    counts = held.drop_nulls().value_counts(sort=False)
    column = counts.columns[0]
    named = counts.sort(["count", column], descending=[True, False]).get_column(column).to_list()
    kept = named if len(named) <= MOST else named[: MOST - 1]
    for value in kept:
        yield Group(f"'{value}'" if MADE_UP.fullmatch(value) else value, _mask(held == value))
    if len(kept) < len(named):
        others = named[len(kept) :]
        yield Group(f"({len(others):,} other values)", _mask(held.is_in(others)), pooled=True)


def _ranges(values: pl.Series, names: Callable[[Sequence[Any]], list[str]], beyond: str) -> Iterator[Group]:
    """Yield a group a value where these are few, else BINS ranges, of which all but the lowest leave out their lower
    end, and say so by the word `beyond`."""
    ordered = values.drop_nulls().sort()
    distinct = ordered.unique(maintain_order=True)
    if distinct.len() <= FEW:
        each = distinct.to_list()
        for value, name in zip(each, names(each), strict=True):
            yield Group(name, _mask(values == value))
        return
    ends = sorted({ordered[(ordered.len() - 1) * n // BINS] for n in range(BINS + 1)})
    for number, ((low, least), (high, most)) in enumerate(pairwise(zip(ends, names(ends), strict=True))):
        above = values >= low if number == 0 else values > low
        yield Group(f"{f'{beyond} ' if number else ''}{least} to {most}", _mask(above & (values <= high)))


def _numbers(numbers: Sequence[float]) -> list[str]:
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
