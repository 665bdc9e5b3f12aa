"""The kind of a column: how its text is read, what is learned of it from training rows, and how it enters the network.

Cells become values once, when the file is read. What acts on values is a Polars expression, so one pass over a chunk of
rows encodes all columns.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from nettrain.components.component import Component
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

Facts: TypeAlias = Mapping[str, Any]
"""What was learned of a column from the training rows, as JSON holds it."""
NEARLY_ALL = 0.9
"""Share of a column's cells that are of a kind, numbers or dates, from which the others are taken for faults."""


class Line(NamedTuple):
    """A number's way into the network where that is a straight line.

    `fill` stands in for a missing one; (number - shift) / factor in float64 is taken as float32, and set to the nearest
    end of `low` to `high`, both held by float32.
    """

    fill: float
    shift: float
    factor: float
    low: float
    high: float


class Column(Component):
    """A kind of column; subclasses have the field named here.

    `read` turns text into typed values, `fit` keeps what must be known of the training rows, `positions` names the
    inputs that the column fills, and `encode` fills them.
    """

    if TYPE_CHECKING:
        missing: str

    expected: ClassVar[str]
    """What a cell must be, in the user's words."""

    @abstractmethod
    def read(self, cells: pl.Expr) -> pl.Expr:
        """Return the typed values of text cells; null where a cell is missing or not of this kind.

        Numbers become Float64 (finite), booleans Boolean, dates Datetime("us"), everything else String.
        """

    @abstractmethod
    def fit(self, summary: Summary) -> Facts:
        """Return what is kept of the training rows: JSON values only, lists as tuples."""

    @abstractmethod
    def positions(self, facts: Facts) -> tuple[str, ...]:
        """Return what each filled input stands for, in order: "", or what follows the column's name."""

    @abstractmethod
    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Return one float32 expression a position; where the column `spreads`, one UInt32 expression instead.

        `values` is what `read` returned. `hidden` is true in the training rows whose value is shown to the network as
        unseen; None outside of training.
        """

    def line(self, facts: Facts) -> Line | None:
        """Return the line that the first expression of `encode` is, to the bit, or None where it is none."""
        return None

    def spreads(self, facts: Facts) -> bool:
        """Return whether `encode` gives the number of the one position that is 1 while the others are 0."""
        return False

    def codes(self, facts: Facts) -> int:
        """Return how many codes (0, 1, 2, ...) the column's one position can hold; 0 where it holds a quantity."""
        return 0

    def handled(self, values: pl.Expr, facts: Facts) -> dict[str, pl.Expr]:
        """Return where (boolean) the column's policies act, by what they act on: "missing", "unseen", "clipped", ..."""
        return {"missing": values.is_null()}

    @property
    def refuses(self) -> frozenset[str]:
        """What makes a row an error, among the names of `handled`: missing values, where the config says error."""
        return frozenset({"missing"} if self.missing == "error" else ())

    @property
    def drops(self) -> frozenset[str]:
        """What takes a row out, among the names of `handled`: missing values, where the config says drop."""
        return frozenset({"missing"} if self.missing == "drop" else ())

    def _flagged(self, facts: Facts) -> bool:
        """Return whether an input of its own tells where a value was missing."""
        return facts["missing"] > 0 and self.missing not in ("drop", "error")
