"""Moments that a file holds as such, not as text: they are values whatever the format of their column says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.date import ISO, Date, believed, dated
from nettrain.data.void import void_words

TIMES = "%H:%M:%S%.f"
"""The format that reads times alone as other files spell them."""


class Moments(NamedTuple):
    """Values of a column, how many cells stood for "no value" by their mark, and the rows that are no values."""

    values: pl.Series
    marks: dict[str, int]
    misfits: pl.Series


def written(types: Sequence[pl.DataType]) -> str:
    """Return the format that reads, of text, what columns of these types hold; "" where they are no moments alike."""
    times = [kind == pl.Time for kind in types]
    if not types or not all(kind in (pl.Date, pl.Datetime, pl.Time) for kind in types) or any(times) != all(times):
        return ""
    return TIMES if all(times) else ISO


def moments(batch: pl.DataFrame, kinds: Mapping[str, Column]) -> pl.DataFrame:
    """Return, of the columns that are dates by kind and by type, the moments: microseconds of UTC, a day its midnight,
    a time alone one of 1970-01-01."""
    made = []
    for name, kind in batch.schema.items():
        column, cell = kinds[name], pl.col(name)
        if not isinstance(column, Date) or not (form := written([kind])) or dated(form) != dated(column.format):
            continue
        if kind == pl.Time:
            cell = pl.date(1970, 1, 1).dt.combine(cell, "us").alias(name)
        elif isinstance(kind, pl.Datetime) and kind.time_zone:
            cell = cell.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        made.append(cell.cast(pl.Datetime("us")))
    return batch.select(made)


def read_moments(cells: pl.Series, kind: Column, missing: Sequence[str]) -> Moments:
    """Return moments as values: null for those that stand for "no value", and for those that no date has."""
    marks = {"": count} if (count := cells.null_count()) else {}
    moment = pl.coalesce(Date(format=ISO).read(pl.col("mark")), kind.read(pl.col("mark")))
    void = pl.DataFrame({"mark": void_words(missing)}).with_columns(moment=moment).drop_nulls()
    values = cells
    for word, moment in void.iter_rows():
        where = values == moment
        if count := where.sum():
            marks[word], values = int(count), values.set(where.fill_null(False), None)
    held = values.to_frame().select(believed(pl.col(cells.name))).to_series()
    return Moments(held, marks, (held.is_null() & values.is_not_null()).arg_true())
