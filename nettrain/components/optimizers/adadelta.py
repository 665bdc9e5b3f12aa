"""adadelta: steps scaled by past gradients and past steps."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Positive, UnitInterval
from nettrain.components.optimizer import LearningRate, Optimizer


class Adadelta(Optimizer):
    """w - learning_rate g RMS(past steps) / RMS(past gradients).

    Source: Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method.
    Example: adadelta: 1.0
    """

    slots: ClassVar[int] = 2
    divides: ClassVar[bool] = True

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    rho: UnitInterval = 0.95
    """Share of the old means that is kept."""
    epsilon: Positive = 1e-7
    """What keeps the divisor from 0."""
