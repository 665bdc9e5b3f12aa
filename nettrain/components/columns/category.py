"""category: one of some words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.column import Column, Facts
from nettrain.components.fields import Fraction

if TYPE_CHECKING:
    import polars as pl


class Category(Column):
    """One of some words (levels): one input a level, of which one is 1 and the others are 0.

    A missing value is a level of its own if training rows miss any, and counts as unseen otherwise. A value that was
    never met in training sets the input "unseen", whose weights mean something because a small random share of the
    training cells is shown to the network as unseen too.
    Inputs: one a level met in training, one for missing (if any was), one for unseen.
    Source: Suits 1957, Use of Dummy Variables in Regression Equations.
    Example: category: {missing: level}
    """

    missing: Literal["level", "error"] = "level"
    """level: a level of its own; error: refuse a missing value."""
    unseen: Literal["level", "error"] = "level"
    """level: a level of its own; error: refuse a value that was never met in training."""
    unseen_rate: Fraction = 0.01
    """Share of the training cells that are shown to the network as unseen."""

    expected: ClassVar[str] = "text"

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Take the text as it stands."""
        return cells

    def measure(self, values: pl.Expr) -> dict[str, pl.Expr]:
        """Measure the levels, sorted, and missing cells."""
        return {"levels": values.drop_nulls().unique().sort().implode(), "missing": values.null_count()}

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One a level, one for missing if training rows miss any, one for unseen."""
        missing = (" is missing",) if facts["missing"] else ()
        return (*(f" = {level}" for level in facts["levels"]), *missing, " is unseen")

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Compare with each level."""
        import polars as pl

        shown = values if hidden is None else pl.when(hidden).then(None).otherwise(values)
        levels = [(shown == level).fill_null(False) for level in facts["levels"]]
        missing = values.is_null() if facts["missing"] else pl.lit(False)
        if hidden is not None:
            missing = missing & ~hidden
        unseen = ~pl.any_horizontal(*levels, missing)
        return [e.cast(pl.Float32) for e in (*levels, *((missing,) if facts["missing"] else ()), unseen)]

    def strange(self, values: pl.Expr, facts: Facts) -> pl.Expr | None:
        """Find values that are no level."""
        return values.is_not_null() & ~values.is_in(facts["levels"])

    @property
    def refuses(self) -> frozenset[str]:
        """What the config says is an error."""
        return frozenset(
            what for what, policy in (("missing", self.missing), ("unseen", self.unseen)) if policy == "error"
        )
