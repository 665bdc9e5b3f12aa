"""adamax: adam scaled by the largest recent gradient."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class Adamax(Optimizer):
    """w - learning_rate m / u, u the decayed maximum of |g|.

    Source: Kingma and Ba 2014, Adam: A Method for Stochastic Optimization (section 7).
    Example: adamax
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
