"""ordinal: one of some words that have an order."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from nettrain.components.column import Column, Facts
from nettrain.components.schema import amiss
from nettrain.components.summary import Summary
from nettrain.errors import listing

if TYPE_CHECKING:
    import polars as pl


class Ordinal(Column):
    """One of some words with an order: its place, from 0 for the first to 1 for the last.

    Inputs: one, and a flag (0 or 1) for missing values if training rows miss any.
    Source: Agresti 2010, Analysis of Ordinal Categorical Data (section 2.1, equally spaced scores).
    Example: ordinal: [low, middle, high]
    """

    order: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=2)]
    """The words, the lowest first."""
    missing: Literal["median", "drop", "error"] = "median"
    """What becomes of a missing value: median: the middle training row's place stands in; drop: the row is left out;
    error: it is refused."""

    @model_validator(mode="after")
    def _once_each(self) -> Ordinal:
        twice = [word for word in dict.fromkeys(self.order) if self.order.count(word) > 1]
        if twice:
            again = self.order.index(twice[0], self.order.index(twice[0]) + 1)
            raise amiss(f"'{twice[0]}' stands in the order twice", ("order", again))
        return self

    @property
    def expected(self) -> str:  # type: ignore[override]
        """Name the words."""
        return f"one of {listing(self.order)}"

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Take words of the order; others become null."""
        import polars as pl

        return pl.when(cells.is_in(self.order)).then(cells)

    def fit(self, summary: Summary) -> Facts:
        """Keep the place that stands in for a missing value."""
        counts = [summary.levels.get(word, 0) for word in self.order]
        middle = next(place for place, rows in enumerate(accumulate(counts)) if 2 * rows >= sum(counts))
        return {"missing": summary.missing, "fill": middle / (len(self.order) - 1)}

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One, and one for the flag."""
        return ("", " is missing") if self._flagged(facts) else ("",)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Look up the place, fill, and flag."""
        import polars as pl

        places = [number / (len(self.order) - 1) for number in range(len(self.order))]
        place = values.replace_strict(self.order, places, default=None, return_dtype=pl.Float32)
        flag = [values.is_null().cast(pl.Float32)] if self._flagged(facts) else []
        return [place.fill_null(facts["fill"]).cast(pl.Float32), *flag]
