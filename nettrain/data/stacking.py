"""Columns below each other: one expression then does for all of them, where Polars would plan thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

CELLS = 1 << 18
"""Cells of columns that are looked at in one go."""


def together(rows: int) -> int:
    """Return how many columns of so many rows are stacked at a time."""
    return max(1, CELLS // max(rows, 1))


def stacked(frame: pl.DataFrame, kind: PolarsDataType) -> pl.DataFrame:
    """Return each `value`, as `kind`, with the places of its `column` and `row` (uint32), column after column."""
    values, place = frame.cast(kind), pl.int_range(pl.len(), dtype=pl.UInt32)
    values.columns = list(map(str, range(frame.width)))  # the names that `unpivot` makes may be those of columns
    one_below_another = values.unpivot().select("value")
    return one_below_another.with_columns(column=place // frame.height, row=place % frame.height)
