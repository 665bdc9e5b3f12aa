"""activity_regularization: a penalty on what passes through."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import NonNegative
from nettrain.components.layer import Unchanged


class ActivityRegularization(Unchanged):
    """The inputs, unchanged; l1 * sum |x| + l2 * sum x^2 is added to the loss.

    Shape: (...) -> (...). No weights.
    Source: Tibshirani 1996, Regression Shrinkage and Selection via the Lasso; Hoerl and Kennard 1970, Ridge Regression.
    Example: activity_regularization: {l1: 0.001}
    """

    training_only: ClassVar[frozenset[str]] = frozenset({"l1", "l2"})

    l1: NonNegative = 0.0
    """Factor of the sum of sizes."""
    l2: NonNegative = 0.0
    """Factor of the sum of squares."""

    def raises_loss(self) -> bool:
        """Always."""
        return True
