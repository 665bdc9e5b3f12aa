"""quantile: any distribution becomes the normal one."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from nettrain.components.scale import Facts, Scale
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

EDGE = 1e-7
"""Share below and above which a normal quantile is not told apart: 5.2 standard deviations."""


class Quantile(Scale):
    """The quantile of the normal distribution that belongs to x's quantile among the training rows.

    Between knots, which hold equal numbers of training rows, the line is straight; beyond the first and the last it is
    level. Equal training values get the middle of their quantiles.
    Source: Bliss 1967, Statistics in Biology (rankit); Peterson and Cavanaugh 2020, Ordered Quantile Normalization.
    Example: quantile: {knots: 1000}
    """

    knots: Annotated[int, Field(ge=2, le=10_000)] = 1000
    """Most places at which the quantiles are kept."""

    invertible: ClassVar[bool] = False

    def fit(self, summary: Summary) -> Facts:
        """Keep the values at the knots, each once, and the normal quantiles that belong to them."""
        sample = summary.sample
        if sample is None or not sample.len():
            return {"values": (0.0,), "normal": (0.0,)}
        count, last = min(self.knots, sample.len()), sample.len() - 1
        places = [number / (count - 1) for number in range(count)] if count > 1 else [0.5]
        shares: dict[float, list[float]] = {}
        for value, share in zip(sample.gather([round(share * last) for share in places]), places, strict=True):
            shares.setdefault(value, []).append(share)
        normal = NormalDist()
        middles = [min(max(sum(found) / len(found), EDGE), 1 - EDGE) for found in shares.values()]
        return {"values": tuple(shares), "normal": tuple(map(normal.inv_cdf, middles))}

    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Draw straight lines between the knots."""
        import polars as pl

        knots, normal = pl.Series(facts["values"]), pl.Series(facts["normal"])
        if knots.len() == 1:
            return values * 0.0
        lows, starts, inner = knots[:-1], normal[:-1], knots[1:-1]
        widths, rises = knots.diff(null_behavior="drop"), normal.diff(null_behavior="drop")

        def between(numbers: pl.Series) -> pl.Series:
            place = inner.search_sorted(numbers, side="left")
            part = ((numbers - lows[place]) / widths[place]).clip(0, 1)
            return starts[place] + rises[place] * part

        return values.map_batches(between, return_dtype=pl.Float64, is_elementwise=True)
