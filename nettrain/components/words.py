"""Words looked up: each different one once, however many cells and stretches of rows hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import polars as pl

Find: TypeAlias = "Callable[[pl.Series], pl.Series]"
"""Words (String, none of them null) -> what is found for each, a series as long."""


class Lookup:
    """What `find` says of the words of cells.

    Where words are held once (Categorical), a cell is the number of its word, and what was found stands in a table by
    these numbers. It is kept for later cells, of any column; threads may share it.
    """

    def __init__(self, find: Find) -> None:
        import polars as pl

        self.find = find
        self._alive = pl.Series(dtype=pl.Categorical)  # Polars numbers words anew once no Categorical is left
        self._table = find(pl.Series(dtype=pl.String))

    def __call__(self, cells: pl.Series) -> pl.Series:
        """Return what was found for each cell, String or Categorical; null stays null."""
        import polars as pl

        if cells.dtype == pl.String:
            words = cells.drop_nulls().unique()
            if not words.len():
                return pl.repeat(None, cells.len(), dtype=self._table.dtype, eager=True)
            return cells.replace_strict(words, self.find(words), default=None, return_dtype=self._table.dtype)
        numbers, table = cells.to_physical(), self._table
        most = numbers.max()
        if isinstance(most, int) and most >= table.len():
            fresh = pl.int_range(table.len(), most + 1, dtype=pl.UInt32, eager=True).cat.to(pl.Categorical)
            self._table = table = pl.concat([table, self.find(fresh.cast(pl.String))])
        return table[numbers]
