"""The kind of a column: how its text is read, what is learned of it from training rows, and how it enters the network.

Everything is a Polars expression, so one pass over the rows measures all columns and another encodes them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from nettrain.components.component import Component

if TYPE_CHECKING:
    import polars as pl

Facts: TypeAlias = Mapping[str, Any]
"""What was learned of a column from the training rows, as JSON holds it."""


class Column(Component):
    """A kind of column.

    `read` turns text into typed values, `measure` lists what must be known of the training rows, `facts` makes of the
    measured values what is kept, `positions` names the inputs that the column fills, and `encode` fills them.
    """

    expected: ClassVar[str]
    """What a cell must be, in the user's words."""

    @abstractmethod
    def read(self, cells: pl.Expr) -> pl.Expr:
        """Return the typed values of text cells; null where a cell is missing or not of this kind."""

    @abstractmethod
    def measure(self, values: pl.Expr) -> dict[str, pl.Expr]:
        """Return aggregations over the training rows, by name; `values` is what `read` returned."""

    def facts(self, measured: Facts) -> Facts:
        """Return what is kept of the measured values: JSON values only."""
        return measured

    @abstractmethod
    def positions(self, facts: Facts) -> tuple[str, ...]:
        """Return what each filled input stands for, in order: "", or what follows the column's name."""

    @abstractmethod
    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Return one float32 expression a position.

        `hidden` is true in the training rows whose value is shown to the network as unseen; None outside of training.
        """

    def strange(self, values: pl.Expr, facts: Facts) -> pl.Expr | None:
        """Return where a value was never met in training (and is not missing); None where that cannot be."""
        return None

    @property
    def refuses(self) -> frozenset[str]:
        """What makes a row an error, among "missing" and "unseen"."""
        return frozenset()
