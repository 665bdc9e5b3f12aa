"""Cells by which rows are sliced: text as it stands, or the numbers or moments that it spells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.date import Date
from nettrain.data.dialect import Dialect
from nettrain.data.spelling import inexact, spelled
from nettrain.data.void import void_numbers

SAMPLE = 1000
"""Different cells from which the format of dates is told."""


def with_values(
    cells: pl.DataFrame,
    missing: tuple[str, ...],
    dialect: Dialect | None,
    kinds: Mapping[str, Column] = MappingProxyType({}),
) -> pl.DataFrame:
    """Return text cells with numbers, or moments, in place of the columns that hold nothing else.

    Numbers are as the file spells them: Float64, or Int64 where a float64 does not hold one exactly. Moments are
    datetimes, by the format that `kinds` has for a column, else by the first that reads them all. Empty cells and the
    words under `missing` are null there, numbers also where they are such a word in another spelling.
    """
    made, absent = [], list(void_numbers(missing, dialect))
    for column in cells.get_columns():
        held = known(column, missing)
        numbers = _numbers(held, dialect)
        if numbers is None:
            values = _moments(held, kinds.get(column.name))
        else:
            values = numbers.set(numbers.cast(pl.Float64).is_in(absent).fill_null(False), None)
        made.append(column if values is None else values)
    return pl.DataFrame(made)


def known(cells: pl.Series, missing: tuple[str, ...]) -> pl.Series:
    """Return text cells with null for the empty ones and the words under `missing`."""
    return cells.set(cells.is_in(["", *missing]), None)


def _numbers(held: pl.Series, dialect: Dialect | None) -> pl.Series | None:
    """Return text cells, null where missing, as numbers; None where not all are, or there is no cell at all."""
    text, long = held.to_frame(), inexact(held.name, dialect).any()
    plain = text.select(spelled(pl.col(held.name), dialect).alias(held.name)).to_series()
    kind = pl.Int64 if text.select(long).item() else pl.Float64
    made = plain.cast(kind, strict=False).fill_nan(None)
    return made if made.count() == held.count() > 0 else None


def _moments(held: pl.Series, kind: Column | None) -> pl.Series | None:
    """Return text cells, null where missing, as moments; None where not all are, or there is no cell at all."""
    some = held.drop_nulls().unique(maintain_order=True).head(SAMPLE).to_list()
    date = kind if isinstance(kind, Date) else Date().resolved(some) if some else None
    if date is None:
        return None
    made = held.to_frame().select(date.read(pl.col(held.name)).alias(held.name)).to_series()
    return made if made.count() == held.count() > 0 else None
