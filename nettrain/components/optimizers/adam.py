"""adam: steps scaled by the size of recent gradients."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class Adam(Optimizer):
    """w - learning_rate m / (sqrt(v) + epsilon), m and v the moving means of g and g^2.

    Source: Kingma and Ba 2014, Adam: A Method for Stochastic Optimization.
    Example: adam: 0.01
    """

    slots: ClassVar[int] = 2

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    beta_1: Fraction = 0.9
    """Share of the old mean gradient that is kept."""
    beta_2: Fraction = 0.999
    """Share of the old mean square that is kept."""
    epsilon: Positive = 1e-7
    """What keeps the divisor from 0."""
    amsgrad: bool = False
    """Whether the largest mean square so far is used."""

    def kept(self) -> int:
        """Add the largest mean square for amsgrad."""
        return super().kept() + self.amsgrad
