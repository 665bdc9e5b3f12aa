"""robust: median and quartiles, and a smooth end for outliers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from nettrain.components.scale import Facts, Scale, divisor
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

FAR = 1e9
"""Scaled numbers beyond which the smooth clip has long reached its end; squares of larger ones could overflow."""


class Robust(Scale):
    """z = (x - median) / (third - first quartile), then z / sqrt(1 + (z/3)^2), which never leaves -3 to 3.

    Where the quartiles are equal, half the range takes their place.
    Source: Holzmueller, Grinsztajn and Steinwart 2024, Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on
    Tabular Data (section 3.1).
    Example: robust
    """

    invertible: ClassVar[bool] = False

    def fit(self, summary: Summary) -> Facts:
        """Keep the median and the distance of the quartiles."""
        spread = summary.quantile(0.75) - summary.quantile(0.25)
        return {"median": summary.quantile(0.5), "spread": divisor(spread, (summary.high - summary.low) / 2)}

    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Shift, divide, and clip smoothly."""
        z = ((values - facts["median"]) / facts["spread"]).clip(-FAR, FAR)
        scaled: pl.Expr = z / (1 + (z / 3) ** 2).sqrt()
        return scaled
