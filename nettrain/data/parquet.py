"""Cells of Parquet, which have types: numbers and moments as they are, everything else as the text of a CSV."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from nettrain.components.columns.date import Date
from nettrain.data.moments import moments
from nettrain.data.spelling import trusted
from nettrain.data.values import Spelling, Typing


def holds_cells(kind: pl.DataType) -> bool:
    """Return whether what a column of this type holds can be a cell."""
    return not kind.is_nested() and kind not in (pl.Binary, pl.Object, pl.Duration)


def has_decimals(kind: pl.DataType) -> bool:
    """Return whether numbers of this type have a mark before their decimals where they are told as text."""
    return kind.is_float() or (isinstance(kind, pl.Decimal) and kind.scale > 0)


def is_whole(kind: pl.DataType) -> bool:
    """Return whether numbers of this type have no decimals where they are told as text."""
    return kind.is_integer() or (isinstance(kind, pl.Decimal) and kind.scale == 0)


def as_text(frame: pl.DataFrame, spelled: Mapping[str, Spelling] = MappingProxyType({})) -> pl.DataFrame:
    """Return every cell as the text that a CSV would hold; times with a zone are told in UTC, as those of a CSV are."""
    zoned = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime) and kind.time_zone]
    utc = pl.col(zoned).dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    told = (_told(name, kind, spelled.get(name, Spelling())) for name, kind in frame.schema.items())
    return frame.with_columns(utc).select(told)


def _told(name: str, kind: pl.DataType, spelling: Spelling) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    if is_whole(kind) and spelling.fewest:
        return text + spelling.decimal + "0" * spelling.fewest
    if has_decimals(kind) and spelling.fewest not in (None, kind.scale if isinstance(kind, pl.Decimal) else 1):
        text = _with_decimals(text, spelling.fewest)
    if spelling.decimal != "." and has_decimals(kind):
        return text.str.replace(".", spelling.decimal, literal=True)
    if kind == pl.Boolean and spelling.case != "lower":
        return text.str.to_titlecase() if spelling.case == "title" else text.str.to_uppercase()
    if spelling.form and kind in (pl.Date, pl.Datetime):
        moment = pl.col(name).cast(pl.Datetime("us"))
        words = moment.dt.strftime(spelling.form)
        return pl.when(Date(format=spelling.form).read(words) == moment).then(words).otherwise(text)
    return text


def _with_decimals(text: pl.Expr, fewest: int) -> pl.Expr:
    """Return numbers without zeros at their end, but with `fewest` decimals at least."""
    longer = text.str.replace(r"^(-?\d+\.\d+)$", "${1}" + fewest * "0")
    return longer.str.replace(rf"^(-?\d+\.\d{{{fewest}}}\d*?)0+$", "${1}").str.replace(r"\.$", "")


def raw_cells(batch: pl.DataFrame, typing: Typing) -> pl.DataFrame:
    """Return the cells of a batch of rows from which values are read: Float64, moments (Datetime), text elsewhere."""
    numbers = [n for n, kind in batch.schema.items() if n in typing.numeric() and kind.is_numeric()]
    held = batch.select(pl.col(numbers).cast(pl.Float64))
    if not trusted(held, numbers):
        held = held.select()
    dates = moments(batch, typing.kinds)
    texts = as_text(batch.drop(held.columns, dates.columns), typing.spelled)
    return pl.DataFrame([*texts, *dates, *held])
