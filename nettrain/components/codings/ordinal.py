"""ordinal: the code as a quantity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nettrain.components.coding import Coding, Facts

if TYPE_CHECKING:
    import polars as pl


class OrdinalCode(Coding):
    """One input: the code (words in the order of the alphabet), mean 0 and standard deviation 1 over the training rows.

    Where the words have an order of their own, declare the column as ordinal.
    Source: Potdar, Pardawala and Pai 2017, A Comparative Study of Categorical Variable Encoding Techniques.
    Example: ordinal
    """

    def fit(self, counts: Sequence[int]) -> Facts:
        """Keep mean and standard deviation of the codes."""
        rows = sum(counts) or 1
        mean = sum(code * count for code, count in enumerate(counts)) / rows
        square = sum((code - mean) ** 2 * count for code, count in enumerate(counts)) / rows
        return {"mean": mean, "std": math.sqrt(square) or 1.0}

    def positions(self, names: Sequence[str]) -> tuple[str, ...]:
        """One input, called as the column is."""
        return ("",)

    def apply(self, words: pl.Expr, codes: pl.Expr, facts: Facts) -> pl.Expr:
        """Shift and divide."""
        import polars as pl

        scaled: pl.Expr = (codes.cast(pl.Float64) - facts["mean"]) / facts["std"]
        return scaled.cast(pl.Float32)
