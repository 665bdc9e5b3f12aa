"""The scale: how a number enters the network, and how what the network learned gets back its own unit."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from nettrain.components.component import Component
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

Facts = dict[str, Any]
SMALLEST = 1e-300
"""Spread from which rows count as different: one over a smaller one is no float64."""


class Scale(Component):
    """A function of numbers, fitted on the training rows."""

    invertible: ClassVar[bool] = True
    """Whether a target may have it."""
    curve: ClassVar[str] = "identity"
    """What is undone last: "identity", or "log1p" (own unit = sign(y) (exp(|y|) - 1))."""

    @property
    def straight(self) -> bool:
        """Return whether scaling is a shift and a division, those of `affine`."""
        return self.invertible and self.curve == "identity"

    @abstractmethod
    def fit(self, summary: Summary) -> Facts:
        """Return what is kept of the training rows: JSON values, lists as tuples."""

    @abstractmethod
    def apply(self, values: pl.Expr, facts: Facts) -> pl.Expr:
        """Return the scaled numbers (float64); `values` has no nulls."""

    def affine(self, facts: Facts) -> tuple[float, float]:
        """Return shift and factor: own unit = curve undone of (scaled x factor + shift). Asked only if `invertible`."""
        return 0.0, 1.0


def divisor(*spreads: float) -> float:
    """Return the first spread that can be divided by, 1 where none can: the rows are all alike."""
    return next((spread for spread in spreads if spread > SMALLEST), 1.0)
