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
    these numbers. It is kept for later cells, of any column; threads may share it. Polars gives a word a number before
    it keeps the word: where threads read side by side, a number below the largest may have no word yet.
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
            return self._one_by_one(cells)
        numbers, table = cells.to_physical(), self._table
        most = numbers.max()
        if isinstance(most, int) and most >= table.len():
            numbered = pl.int_range(table.len(), most + 1, dtype=pl.UInt32, eager=True)
            fresh = numbered.cat.to(pl.Categorical, strict=False).cast(pl.String)
            if fresh.null_count():  # another thread has its number already, and its word a moment later
                return self._one_by_one(cells.cast(pl.String))
            self._table = table = pl.concat([table, self.find(fresh)])
        return table[numbers]

    def _one_by_one(self, cells: pl.Series) -> pl.Series:
        """Return what is found for each of these cells (String), without the table."""
        import polars as pl

        words = cells.drop_nulls().unique()
        if not words.len():
            return pl.repeat(None, cells.len(), dtype=self._table.dtype, eager=True)
        return cells.replace_strict(words, self.find(words), default=None, return_dtype=self._table.dtype)
