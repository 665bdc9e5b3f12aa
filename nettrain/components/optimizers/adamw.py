"""adamw: adam with decoupled weight decay."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, NonNegative, Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class AdamW(Optimizer):
    """adam, and learning_rate weight_decay w is taken off at each step.

    Source: Loshchilov and Hutter 2017, Decoupled Weight Decay Regularization.
    Example: adamw: {learning_rate: 0.001, weight_decay: 0.01}
    """

    slots: ClassVar[int] = 2

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    weight_decay: NonNegative = 0.004
    """Share of each weight taken off at every step, times the learning rate."""
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
