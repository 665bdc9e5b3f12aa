"""Cells by which rows are sliced: text as it stands, or the numbers or moments that it spells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.date import Date
from nettrain.data.dialect import Dialect
from nettrain.data.moments import moments, read_moments, written
from nettrain.data.parquet import as_text
from nettrain.data.spelling import inexact, spelled
from nettrain.data.void import void_numbers, void_words

SAMPLE = 1000
"""Different cells from which the format of dates is told."""


def with_values(
    parts: Sequence[pl.DataFrame],
    missing: tuple[str, ...],
    dialect: Dialect | None,
    kinds: Mapping[str, Column] = MappingProxyType({}),
) -> pl.DataFrame:
    """Return the cells of files, one below the other, with numbers, or moments, in place of the columns that hold
    nothing else.

    Cells are text, or moments that a file holds as such. Numbers are as the file spells them: Float64, or Int64 where a
    float64 does not hold one exactly. Moments are datetimes, of text by the format that `kinds` has for a column, which
    may be digits alone, else by the first that reads them all. Empty cells and the words under `missing` are null
    there, numbers and moments also where they are such a word in another spelling.
    """
    made, absent = [], list(void_numbers(missing, dialect))
    filled = [part for part in parts if part.height] or parts[:1]
    for name in parts[0].columns:
        cells = [part.get_column(name) for part in filled]
        held = [known(some, missing) if some.dtype == pl.String else some for some in cells]
        kind = kinds.get(name)
        numbers = None if isinstance(kind, Date) else _numbers(held, dialect)
        if numbers is None:
            values = _moments(held, missing, kind)
        else:
            values = numbers.set(numbers.cast(pl.Float64).is_in(absent).fill_null(False), None)
        made.append(pl.concat(map(text_of, cells)) if values is None else values)
    return pl.DataFrame(made)


def bare(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells as they stand in a file as text, without blanks around it and null where it is empty; moments that
    the file holds as such stay."""
    texts = as_text(cells.select(name for name, kind in cells.schema.items() if not written([kind])))
    return cells.with_columns(texts.select(pl.all().str.strip_chars().replace("", None)).get_columns())


def text_of(cells: pl.Series) -> pl.Series:
    """Return cells as the text that a CSV would hold."""
    return as_text(cells.to_frame()).to_series()


def known(cells: pl.Series, missing: tuple[str, ...]) -> pl.Series:
    """Return text cells with null for the empty ones and the words under `missing`."""
    return cells.set(cells.is_in(void_words(missing)), None)


def _numbers(parts: Sequence[pl.Series], dialect: Dialect | None) -> pl.Series | None:
    """Return text cells, null where missing, as numbers; None where not all are, or there is no cell at all."""
    if any(part.dtype != pl.String for part in parts):
        return None
    held = pl.concat(parts)
    text, long = held.to_frame(), inexact(held.name, dialect).any()
    plain = text.select(spelled(pl.col(held.name), dialect).alias(held.name)).to_series()
    kind = pl.Int64 if text.select(long).item() else pl.Float64
    made = plain.cast(kind, strict=False).fill_nan(None)
    return made if made.count() == held.count() > 0 else None


def _moments(parts: Sequence[pl.Series], missing: tuple[str, ...], kind: Column | None) -> pl.Series | None:
    """Return cells, of text null where missing, as moments; None where not all are."""
    date = kind if isinstance(kind, Date) else _date(parts)
    made = [_read(part, date, missing) for part in parts] if date else []
    read = [values for values in made if values is not None]
    return pl.concat(read) if made and len(read) == len(made) else None


def _date(parts: Sequence[pl.Series]) -> Date | None:
    """Return a kind with the format of text cells, or one that holds for moments where there is no text; None for
    cells that are neither, or none at all."""
    texts = [part for part in parts if part.dtype == pl.String]
    some = pl.concat(texts).drop_nulls().unique(maintain_order=True).head(SAMPLE).to_list() if texts else []
    if some:
        return Date().resolved(some)
    form = written([part.dtype for part in parts if part.dtype != pl.String])
    return Date(format=form) if form else None


def _read(cells: pl.Series, date: Date, missing: tuple[str, ...]) -> pl.Series | None:
    """Return the cells of one file as moments, None where one is none."""
    if cells.dtype == pl.String:
        made = cells.to_frame().select(date.read(pl.col(cells.name)).alias(cells.name)).to_series()
        return made if made.count() == cells.count() else None
    typed = moments(cells.to_frame(), {cells.name: date})
    if not typed.width:
        return None
    values, _, misfits = read_moments(typed.to_series(), date, missing)
    return None if misfits.len() else values
