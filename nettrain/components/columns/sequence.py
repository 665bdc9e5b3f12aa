"""sequence: a block of number columns that belong together."""

from __future__ import annotations

from collections.abc import Sequence as Names
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from nettrain.components.choice import Choice
from nettrain.components.column import Column, Facts, Line
from nettrain.components.columns.number import Number
from nettrain.components.fields import Count, SomeNames, named
from nettrain.components.registries import SCALES
from nettrain.components.scale import Scale
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl


class Sequence(Column):
    """Number columns that form one sequence: step by step, the features of a step together, all with one scale.

    The name in `data.columns` is that of the sequence; its columns are named in `of`. A sequence that is the only input
    reaches the first layer as rows of shape (steps, features), else its inputs stand side by side.
    Inputs: one a column (and flags, if asked for).
    Source: LeCun et al. 1998, Efficient BackProp (section 4.3).
    Example: sequence: {of: "p*"}
    """

    of: SomeNames
    """The columns in their order, or patterns with * for columns in the file's order."""
    features: Count = 1
    """Values of a step."""
    scale: Annotated[Scale, Choice(SCALES)] = named("standard")
    """How the numbers are scaled, all alike."""
    missing: Literal["median", "mean", "constant", "drop", "error"] = "median"
    """What becomes of a missing value, as for numbers."""
    constant: float = 0.0
    """What stands in, where missing says constant."""
    flag: bool = False
    """Whether a second input for each column tells where a value was missing."""

    expected: ClassVar[str] = "a number"

    def members(self, names: Names[str]) -> tuple[str, ...]:
        """Return the columns among `names`, in order; a name without * stands for itself, there or not."""
        found: list[str] = []
        for asked in self.of:
            pattern = asked.replace("[", "[[]").replace("?", "[?]")  # only * is one
            found += [name for name in names if fnmatchcase(name, pattern)] if "*" in asked else [asked]
        return tuple(dict.fromkeys(found))

    def number(self) -> Number:
        """Return the kind of each column."""
        return Number(scale=self.scale, missing=self.missing, constant=self.constant, flag=self.flag)

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read numbers."""
        return self.number().read(cells)

    def fit(self, summary: Summary) -> Facts:
        """Keep what a number keeps, of all columns together."""
        return self.number().fit(summary)

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """Those of one column."""
        return self.number().positions(facts)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Encode one column."""
        return self.number().encode(values, facts, hidden)

    def line(self, facts: Facts) -> Line | None:
        """That of a number."""
        return self.number().line(facts)

    @property
    def refuses(self) -> frozenset[str]:
        """Missing values, where the config says error."""
        return self.number().refuses

    @property
    def drops(self) -> frozenset[str]:
        """Missing values, where the config says drop."""
        return self.number().drops
