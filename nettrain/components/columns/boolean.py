"""boolean: yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.column import Column, Facts

if TYPE_CHECKING:
    import polars as pl

YES = ("true", "t", "yes", "y", "1")
NO = ("false", "f", "no", "n", "0")
"""Spellings of the two values, in any case."""


class Boolean(Column):
    """Yes or no: 1 for true, t, yes, y, 1 and 0 for false, f, no, n, 0, in any case.

    Inputs: one, and a flag (0 or 1) for missing values if training rows miss any; a missing value counts as 0.5.
    Source: Suits 1957, Use of Dummy Variables in Regression Equations.
    Example: boolean
    """

    missing: Literal["middle", "error"] = "middle"
    """middle: 0.5 stands in for a missing value; error: refuse it."""

    expected: ClassVar[str] = "yes or no (true, t, yes, y, 1 or false, f, no, n, 0)"

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read booleans; other text becomes null."""
        import polars as pl

        word = cells.str.to_lowercase()
        return pl.when(word.is_in(YES)).then(True).when(word.is_in(NO)).then(False)

    def measure(self, values: pl.Expr) -> dict[str, pl.Expr]:
        """Measure the share of yes, and missing cells."""
        return {"mean": values.mean(), "missing": values.null_count()}

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One, and one for the flag."""
        return ("", " is missing") if facts["missing"] else ("",)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Turn into 0, 0.5 or 1, and flag."""
        import polars as pl

        flag = [values.is_null().cast(pl.Float32)] if facts["missing"] else []
        return [values.cast(pl.Float32).fill_null(0.5), *flag]

    @property
    def refuses(self) -> frozenset[str]:
        """Missing values, where the config says error."""
        return frozenset({"missing"} if self.missing == "error" else ())
