"""schedule_free_adamw: adamw that needs no schedule."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction, Positive, Whole
from nettrain.components.optimizer import LearningRate, Optimizer


class ScheduleFreeAdamW(Optimizer):
    """adamw whose weights are averaged as it goes, so that the learning rate need not fall.

    Source: Defazio et al. 2024, The Road Less Scheduled.
    Example: schedule_free_adamw: 0.0025
    """

    slots: ClassVar[int] = 2

    learning_rate: LearningRate = 0.0025
    """Step size: a number, or a schedule."""
    beta_1: Fraction = 0.9
    """Share of the old mean gradient that is kept."""
    beta_2: Fraction = 0.999
    """Share of the old mean square that is kept."""
    epsilon: Positive = 1e-8
    """What keeps the divisor from 0."""
    warmup_steps: Whole = 0
    """Steps over which the learning rate rises from 0."""
