"""Which kind a column is, told from a sample of its cells."""

from __future__ import annotations

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.boolean import NO, YES, Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date, ambiguous
from nettrain.components.columns.number import Number
from nettrain.data.dialect import Dialect
from nettrain.data.values import inexact, spelled

NEARLY_ALL = 0.9
"""Share of numbers from which a column that also holds text is taken for a number column with faults."""


def infer(cells: pl.Series, dialect: Dialect | None) -> tuple[Column, str]:
    """Return the kind of text cells (blanks stripped, null where missing), and why."""
    frame = cells.drop_nulls().to_frame("cell")
    if not frame.height:
        return Number(), "every cell is missing"
    facts = frame.select(
        numbers=Number().read(spelled(pl.col("cell"), dialect)).count(),
        long=inexact("cell", dialect).sum(),
        booleans=pl.col("cell").str.to_lowercase().is_in([*YES, *NO]).sum(),
    ).row(0, named=True)
    if facts["long"] > (1 - NEARLY_ALL) * frame.height:
        return Category(), "whole numbers too long for a number"
    if facts["numbers"] >= NEARLY_ALL * frame.height:
        return Number(), "numbers"
    if facts["booleans"] == frame.height:
        return Boolean(), "yes and no"
    words = frame.get_column("cell").unique(maintain_order=True).to_list()
    date = Date().resolved(words)
    if date is None:
        return Category(), "text"
    doubt = "; day or month first is not clear" if ambiguous(words) else ""
    return date, f"dates as {date.format}{doubt}"
