"""adafactor: adam with little memory."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from nettrain.components.fields import Positive
from nettrain.components.optimizer import LearningRate, Optimizer


class Adafactor(Optimizer):
    """w - learning_rate RMS(w) g / sqrt(r c^T / mean(r)), r and c the mean squares of g by row and by column.

    Source: Shazeer and Stern 2018, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost.
    Example: adafactor: 0.01
    """

    slots: ClassVar[int] = 1
    elementwise: ClassVar[bool] = False

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    beta_2_decay: Annotated[float, Field(le=0)] = -0.8
    """Exponent with which the mean square forgets less and less."""
    epsilon_1: Positive = 1e-30
    """What keeps squares from 0."""
    epsilon_2: Positive = 0.001
    """Least size of a weight in the relative step."""
    clip_threshold: Positive = 1.0
    """Largest root mean square of a step."""
    relative_step: bool = True
    """Whether the learning rate falls with the root of the step."""
