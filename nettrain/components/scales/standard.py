"""standard: mean 0, standard deviation 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.scale import Facts, Scale, divisor
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl


class Standard(Scale):
    """(x - mean) / standard deviation, both over the training rows; a constant column becomes 0.

    Source: LeCun et al. 1998, Efficient BackProp (section 4.3).
    Example: standard
    """

    def fit(self, summary: Summary) -> Facts:
        """Keep mean and standard deviation."""
        if summary.low == summary.high:  # rounding may leave a mean beside the one value, and a deviation that is not 0
            return {"mean": summary.low, "std": 1.0}
        return {"mean": summary.mean, "std": divisor(summary.std)}

    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Shift and divide."""
        scaled: pl.Expr = (values - facts["mean"]) / facts["std"]
        return scaled

    def affine(self, facts: Facts) -> tuple[float, float]:
        """Mean and standard deviation."""
        return facts["mean"], facts["std"]
