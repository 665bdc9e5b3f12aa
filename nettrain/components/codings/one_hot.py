"""one_hot: one input a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from nettrain.components.coding import Coding, Facts

if TYPE_CHECKING:
    import polars as pl


class OneHot(Coding):
    """One input a word (level), of which one is 1 and the others are 0.

    Source: Suits 1957, Use of Dummy Variables in Regression Equations.
    Example: one_hot
    """

    spreads: ClassVar[bool] = True

    def fit(self, counts: Sequence[int]) -> Facts:
        """Keep nothing."""
        return {}

    def positions(self, names: Sequence[str]) -> tuple[str, ...]:
        """One a code."""
        return tuple(names)

    def apply(self, words: pl.Expr, codes: pl.Expr, facts: Facts) -> pl.Expr:
        """Give the code."""
        return codes
