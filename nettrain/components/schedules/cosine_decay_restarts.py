"""cosine_decay_restarts: half a cosine down, again and again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from nettrain.components.fields import Count, Positive, UnitInterval
from nettrain.components.optimizer import Schedule


class CosineDecayRestarts(Schedule):
    """initial (alpha + (1 - alpha) m_mul^i (1 + cos(pi s)) / 2), s the share done of fall i.

    Fall 0 is first_decay_steps long, fall i t_mul^i times as long.

    Source: Loshchilov and Hutter 2016, SGDR: Stochastic Gradient Descent with Warm Restarts.
    Example: cosine_decay_restarts: {initial_learning_rate: 0.01, first_decay_steps: 200}
    """

    initial_learning_rate: Positive
    """Learning rate at step 0."""
    first_decay_steps: Count
    """Steps of the first fall."""
    t_mul: Annotated[float, Field(ge=1)] = 2.0
    """How many times as long as the last each fall is."""
    m_mul: Positive = 1.0
    """How many times as high as the last each fall begins."""
    alpha: UnitInterval = 0.0
    """Share of the rate that is left at the end of a fall."""
