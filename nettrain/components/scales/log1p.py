"""log1p: the logarithm, for numbers that span orders of magnitude."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from nettrain.components.scale import Facts, Scale, divisor
from nettrain.components.summary import Summary, deviation

if TYPE_CHECKING:
    import polars as pl


class Log1p(Scale):
    """sign(x) log(1 + |x|), then mean 0 and standard deviation 1 over the training rows (a sample where they are many).

    Source: John and Draper 1980, An Alternative Family of Transformations.
    Example: log1p
    """

    curve: ClassVar[str] = "log1p"

    def fit(self, summary: Summary) -> Facts:
        """Keep mean and standard deviation of the logarithms."""
        if summary.sample is None or not summary.sample.len():
            return {"mean": 0.0, "std": 1.0}
        bent = summary.sample.sign() * summary.sample.abs().log1p()
        if bent[0] == bent[-1]:  # rounding may leave a deviation that is not 0
            return {"mean": bent[0], "std": 1.0}
        return {"mean": bent.mean(), "std": divisor(deviation(bent))}

    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Take the logarithm, shift and divide."""
        scaled: pl.Expr = (values.sign() * values.abs().log1p() - facts["mean"]) / facts["std"]
        return scaled

    def affine(self, facts: Facts) -> tuple[float, float]:
        """Mean and standard deviation of the logarithms."""
        return facts["mean"], facts["std"]
