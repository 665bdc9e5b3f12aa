"""cosine_decay_restarts: half a cosine down, again and again."""

from __future__ import annotations

from nettrain.components.fields import Count, Positive, UnitInterval
from nettrain.components.optimizer import Schedule


class CosineDecayRestarts(Schedule):
    """A cosine_decay that begins again, each time t_mul as long and from m_mul as high.

    Source: Loshchilov and Hutter 2016, SGDR: Stochastic Gradient Descent with Warm Restarts.
    Example: cosine_decay_restarts: {initial_learning_rate: 0.01, first_decay_steps: 200}
    """

    initial_learning_rate: Positive
    """Learning rate at step 0."""
    first_decay_steps: Count
    """Steps of the first fall."""
    t_mul: Positive = 2.0
    """How many times as long each fall is."""
    m_mul: Positive = 1.0
    """How many times as high each fall begins."""
    alpha: UnitInterval = 0.0
    """Share of the rate that is left at the end of a fall."""
