"""Words looked up: each different one once, where they are held once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def by_word(cells: pl.Series, find: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return `find(words)` (uint32) for cells of text, or of words that are held once (Categorical); null stays null.

    `find` takes words, without null, each once or more often.
    """
    import polars as pl

    if cells.dtype == pl.String:
        words = cells.drop_nulls().unique()
        if not words.len():
            return pl.repeat(None, cells.len(), dtype=pl.UInt32, eager=True)
        return cells.replace_strict(words, find(words), default=None, return_dtype=pl.UInt32)
    words, numbers = cells.drop_nulls().unique(), cells.to_physical()
    if not words.len():
        return pl.repeat(None, cells.len(), dtype=pl.UInt32, eager=True)
    last = words.to_physical().max()
    assert isinstance(last, int)
    table = pl.repeat(0, last + 1, dtype=pl.UInt32, eager=True)
    return table.scatter(words.to_physical(), find(words.cast(pl.String))).gather(numbers)
