"""lamb: adam with a step as long as the layer allows."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class Lamb(Optimizer):
    """w - learning_rate u |w| / |u|, u the step of adam: each weight matrix moves by a share of its own norm.

    Source: You et al. 2019, Large Batch Optimization for Deep Learning.
    Example: lamb: 0.01
    """

    slots: ClassVar[int] = 2
    elementwise: ClassVar[bool] = False

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    beta_1: Fraction = 0.9
    """Share of the old mean gradient that is kept."""
    beta_2: Fraction = 0.999
    """Share of the old mean square that is kept."""
    epsilon: Positive = 1e-7
    """What keeps the divisor from 0."""
