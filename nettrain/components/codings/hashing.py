"""hashing: a fixed number of inputs for any number of words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from nettrain.components.coding import Coding, Facts
from nettrain.components.words import Lookup

if TYPE_CHECKING:
    import polars as pl


class Hashing(Coding):
    """One input a bucket, and one for missing: a word's CRC-32 (of its UTF-8 bytes) modulo the buckets names it.

    Words that share a bucket are not told apart; words that were never met in training have one like any other.
    Source: Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning (without the signs).
    Example: hashing: {buckets: 64}
    """

    buckets: Annotated[int, Field(ge=2, le=1_000_000)] = 64
    """Number of buckets."""

    spreads: ClassVar[bool] = True
    keeps_words: ClassVar[bool] = False

    def fit(self, counts: Sequence[int]) -> Facts:
        """Keep nothing."""
        return {}

    def positions(self, names: Sequence[str]) -> tuple[str, ...]:
        """One a bucket, and one for missing."""
        return (*(f" in bucket {number}" for number in range(self.buckets)), " is missing")

    def apply(self, words: pl.Expr, codes: pl.Expr, facts: Facts) -> pl.Expr:
        """Hash each distinct word once."""
        import polars as pl

        def bucket(met: pl.Series) -> pl.Series:
            return pl.Series([zlib.crc32(word.encode()) % self.buckets for word in met], dtype=pl.UInt32)

        hashed = words.map_batches(Lookup(bucket), return_dtype=pl.UInt32, is_elementwise=True)
        return hashed.fill_null(self.buckets)
