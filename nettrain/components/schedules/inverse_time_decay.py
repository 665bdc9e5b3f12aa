"""inverse_time_decay: one over the steps."""

from __future__ import annotations

from nettrain.components.fields import Count, NonNegative, Positive
from nettrain.components.optimizer import Schedule


class InverseTimeDecay(Schedule):
    """initial / (1 + decay_rate step / decay_steps).

    Source: Robbins and Monro 1951, A Stochastic Approximation Method.
    Example: inverse_time_decay: {initial_learning_rate: 0.01, decay_steps: 100, decay_rate: 0.5}
    """

    initial_learning_rate: Positive
    """Learning rate at step 0."""
    decay_steps: Count
    """Steps over which it falls."""
    decay_rate: NonNegative
    """What is added to the divisor for each decay_steps."""
    staircase: bool = False
    """Whether the rate falls at whole multiples of decay_steps only."""
