"""poisson: the deviance of counts."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.losses._families import NumberLoss
from nettrain.components.task import Target


class Poisson(NumberLoss):
    """y_hat - y log y_hat, the mean over the targets.

    Target: counts in their own unit, none below zero; the last layer ends with exponential or softplus.
    Source: McCullagh and Nelder 1989, Generalized Linear Models.
    Example: poisson
    """

    own_unit: ClassVar[bool] = True
    lowest: ClassVar[float] = 0.0

    def objection(self, target: Target, outputs: int, activation: str) -> str | None:
        """Refuse outputs that may fall below 0."""
        if activation in ("exponential", "softplus", "squareplus", "sigmoid", "softmax"):
            return None
        return f"needs outputs above 0, but the last layer ends with {activation}; end it with exponential or softplus"
