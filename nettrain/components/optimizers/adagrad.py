"""adagrad: steps scaled by all past gradients."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import NonNegative, Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class Adagrad(Optimizer):
    """w - learning_rate g / sqrt(sum of g^2 + epsilon).

    Source: Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization.
    Example: adagrad: 0.1
    """

    slots: ClassVar[int] = 1

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    initial_accumulator_value: NonNegative = 0.1
    """Where the sum begins."""
    epsilon: Positive = 1e-7
    """What keeps the divisor from 0."""
