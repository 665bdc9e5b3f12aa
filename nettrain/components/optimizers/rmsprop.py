"""rmsprop: steps scaled by the mean square of recent gradients."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, Positive, UnitInterval
from nettrain.components.optimizer import LearningRate, Optimizer


class RMSprop(Optimizer):
    """w - learning_rate g / sqrt(v + epsilon), v the moving mean of g^2.

    Source: Tieleman and Hinton 2012, Lecture 6.5: rmsprop.
    Example: rmsprop: {learning_rate: 0.001, momentum: 0.9}
    """

    slots: ClassVar[int] = 1
    divides: ClassVar[bool] = True

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    rho: Fraction = 0.9
    """Share of the old mean square that is kept."""
    momentum: UnitInterval = 0.0
    """Share of the last step that is added to the next."""
    epsilon: Positive = 1e-7
    """What keeps the divisor from 0."""
    centered: bool = False
    """Whether the variance stands in for the mean square."""

    def kept(self) -> int:
        """Add the last step where there is momentum, and the mean gradient where it is centered."""
        return super().kept() + (self.momentum > 0) + self.centered
