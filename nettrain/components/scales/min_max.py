"""min_max: 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.scale import Facts, Scale, divisor
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl


class MinMax(Scale):
    """(x - smallest) / (largest - smallest) over the training rows, so that these go from 0 to 1.

    Other rows may lie beyond. A constant column becomes 0.
    Source: Han, Kamber and Pei 2011, Data Mining: Concepts and Techniques (section 3.5).
    Example: min_max
    """

    def fit(self, summary: Summary) -> Facts:
        """Keep the smallest number and the range."""
        return {"low": summary.low, "range": divisor(summary.high - summary.low)}

    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Shift and divide."""
        scaled: pl.Expr = (values - facts["low"]) / facts["range"]
        return scaled

    def affine(self, facts: Facts) -> tuple[float, float]:
        """Smallest number and range."""
        return facts["low"], facts["range"]
