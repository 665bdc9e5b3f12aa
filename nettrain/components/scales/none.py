"""none: as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.scale import Facts, Scale
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl


class Unscaled(Scale):
    """x as it stands in the file.

    Source: LeCun et al. 1998, Efficient BackProp (section 4.3, for why not to).
    Example: none
    """

    def fit(self, summary: Summary) -> Facts:
        """Keep nothing."""
        return {}

    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Change nothing."""
        return values
