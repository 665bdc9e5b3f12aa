"""boolean: yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.column import Column, Facts
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

YES = ("true", "t", "yes", "y", "1")
NO = ("false", "f", "no", "n", "0")
"""Spellings of the two values, in any case."""
FILLS = {"middle": 0.5, "yes": 1.0, "no": 0.0}


class Boolean(Column):
    """Yes or no: 1 for true, t, yes, y, 1 and 0 for false, f, no, n, 0, in any case.

    Inputs: one, and a flag (0 or 1) for missing values if training rows miss any.
    Source: Suits 1957, Use of Dummy Variables in Regression Equations.
    Example: boolean
    """

    missing: Literal["middle", "yes", "no", "drop", "error"] = "middle"
    """What becomes of a missing value: middle: 0.5 stands in; yes, no: 1 or 0; drop: the row is left out; error: it is
    refused."""

    expected: ClassVar[str] = "yes or no (true, t, yes, y, 1 or false, f, no, n, 0)"

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read booleans; other text becomes null."""
        import polars as pl

        word = cells.str.to_lowercase()
        return pl.when(word.is_in(YES)).then(True).when(word.is_in(NO)).then(False)

    def fit(self, summary: Summary) -> Facts:
        """Keep the share of yes, and the number of missing cells."""
        return {"mean": summary.mean, "missing": summary.missing}

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One, and one for the flag."""
        return ("", " is missing") if self._flagged(facts) else ("",)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Turn into 0 or 1, fill, and flag."""
        import polars as pl

        flag = [values.is_null().cast(pl.Float32)] if self._flagged(facts) else []
        return [values.cast(pl.Float32).fill_null(FILLS.get(self.missing, 0.5)), *flag]
