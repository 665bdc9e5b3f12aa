"""nadam: adam with Nesterov momentum."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class Nadam(Optimizer):
    """w - learning_rate n / (sqrt(v) + epsilon), n = beta_1 m + (1 - beta_1) g: adam's mean gradient one step ahead.

    Source: Dozat 2016, Incorporating Nesterov Momentum into Adam.
    Example: nadam
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
