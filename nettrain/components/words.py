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
    met = cells.value_counts().to_series()
    pairs = zip(met.to_physical().to_list(), met.cast(pl.String).to_list(), strict=True)
    held = {number: word for number, word in pairs if word is not None}
    table = [0] * (max(held, default=-1) + 1)
    for number, code in zip(held, find(pl.Series(held.values(), dtype=pl.String)).to_list(), strict=True):
        table[number] = code
    return pl.Series(table, dtype=pl.UInt32)[cells.to_physical()]
