"""number: a measured quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.column import Column, Facts

if TYPE_CHECKING:
    import polars as pl


class Number(Column):
    """A quantity: (x - mean) / standard deviation, both taken over the training rows that have a value.

    Inputs: one, and a flag (0 or 1) for missing values if training rows miss any.
    Source: LeCun et al. 1998, Efficient BackProp (section 4.3).
    Example: number: {scale: standard, missing: median}
    """

    scale: Literal["standard", "none"] = "standard"
    """standard: mean 0 and standard deviation 1 over the training rows; none: as it stands."""
    missing: Literal["median", "mean", "error"] = "median"
    """What stands in for a missing value, taken over the training rows; error: refuse it."""
    flag: bool = True
    """Whether a second input tells where a value was missing."""

    expected: ClassVar[str] = "a number"

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read float64; text and infinities become null."""
        import polars as pl

        values = cells.cast(pl.Float64, strict=False)
        return pl.when(values.is_finite()).then(values)

    def measure(self, values: pl.Expr) -> dict[str, pl.Expr]:
        """Measure mean, standard deviation (over n), median and missing cells."""
        return {
            "mean": values.mean(),
            "std": values.std(ddof=0),
            "median": values.median(),
            "missing": values.null_count(),
        }

    def facts(self, measured: Facts) -> Facts:
        """Keep all; a constant column gets the standard deviation 1, a column without any value counts as 0."""
        filled = {name: 0.0 if value is None else value for name, value in measured.items()}
        return {**filled, "std": filled["std"] or 1.0}

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One, and one for the flag."""
        return ("", " is missing") if self._flagged(facts) else ("",)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Fill, scale, and flag."""
        import polars as pl

        number = values.fill_null(facts["mean" if self.missing == "mean" else "median"])
        if self.scale == "standard":
            number = (number - facts["mean"]) / facts["std"]
        flag = [values.is_null().cast(pl.Float32)] if self._flagged(facts) else []
        return [number.cast(pl.Float32), *flag]

    @property
    def refuses(self) -> frozenset[str]:
        """Missing values, where the config says error."""
        return frozenset({"missing"} if self.missing == "error" else ())

    def _flagged(self, facts: Facts) -> bool:
        return self.flag and facts["missing"] > 0
