"""embedding: the code itself, for a layer that looks up a trained vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nettrain.components.coding import Coding, Facts

if TYPE_CHECKING:
    import polars as pl


class EmbeddingCode(Coding):
    """One input: the code itself. The first layer must be one that looks up vectors, such as `embedding`.

    The codes of several columns are numbered through, so that one table of vectors holds them all.
    Source: Guo and Berkhahn 2016, Entity Embeddings of Categorical Variables.
    Example: embedding
    """

    def fit(self, counts: Sequence[int]) -> Facts:
        """Keep nothing."""
        return {}

    def positions(self, names: Sequence[str]) -> tuple[str, ...]:
        """One input, called as the column is."""
        return ("",)

    def apply(self, words: pl.Expr, codes: pl.Expr, facts: Facts) -> pl.Expr:
        """Give the code as a number."""
        import polars as pl

        return codes.cast(pl.Float32)

    def codes(self, count: int) -> int:
        """The input holds every code as it is."""
        return count
