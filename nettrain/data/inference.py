"""Which kind a column is, told from a sample of its cells."""

from __future__ import annotations

import polars as pl

from nettrain.components.column import NEARLY_ALL, Column
from nettrain.components.columns.boolean import NO, YES, Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date, ambiguous, mixed
from nettrain.components.columns.number import Number
from nettrain.data.dialect import Dialect
from nettrain.data.spelling import LONG, inexact, spelled
from nettrain.numbers import counted


def inferred(sample: pl.DataFrame, dialect: Dialect | None) -> dict[str, tuple[Column, str]]:
    """Return the kind of each column of text cells (blanks stripped, null where missing), and why."""
    if not sample.width:
        return {}
    asked = (
        pl.all().count(),
        Number().read(spelled(pl.all(), dialect)).count(),
        pl.all().str.to_lowercase().is_in([*YES, *NO]).sum(),
        pl.all().str.len_bytes().max(),
    )
    facts = zip(*(sample.select(expression).row(0) for expression in asked), strict=True)
    made: dict[str, tuple[Column, str]] = {}
    for name, (cells, numbers, booleans, longest) in zip(sample.columns, facts, strict=True):
        if not cells:
            made[name] = Number(), f"no value in the {counted(sample.height, 'row')} looked at"
        elif numbers >= NEARLY_ALL * cells and not (longest >= LONG and _mostly_long(sample, name, dialect)):
            made[name] = Number(), "numbers"
        elif numbers >= NEARLY_ALL * cells:
            made[name] = Category(), "whole numbers too long for a number"
        elif booleans == cells:
            made[name] = Boolean(), "yes and no"
        else:
            made[name] = _date_or_text(sample.get_column(name))
    return made


def numeric(cells: pl.DataFrame, dialect: Dialect | None) -> pl.DataFrame:
    """Return which cells (text) are numbers as the file spells them."""
    return cells.select(Number().read(spelled(pl.all(), dialect)).is_not_null())


def _mostly_long(sample: pl.DataFrame, name: str, dialect: Dialect | None) -> bool:
    long = sample.select(inexact(name, dialect).sum()).item()
    return bool(long > (1 - NEARLY_ALL) * sample.get_column(name).count())


def _date_or_text(cells: pl.Series) -> tuple[Column, str]:
    cells = cells.drop_nulls()
    date = Date().resolved(cells.to_list())
    if date is None:
        formats = mixed(cells.to_list())
        return Category(), f"text: some dates as {formats[0]}, some as {formats[1]}" if formats else "text"
    words = cells.to_frame("word").filter(date.read(pl.col("word")).is_not_null()).to_series()
    doubt = "; day or month first is not clear" if ambiguous(words.unique(maintain_order=True).to_list()) else ""
    return date, f"dates as {date.format}{doubt}"
