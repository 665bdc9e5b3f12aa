"""exponential_decay: the same factor every so many steps."""

from __future__ import annotations

from nettrain.components.fields import Count, Positive
from nettrain.components.optimizer import Schedule


class ExponentialDecay(Schedule):
    """initial decay_rate^(step / decay_steps).

    Source: Keras, `keras.optimizers.schedules.ExponentialDecay`.
    Example: exponential_decay: {initial_learning_rate: 0.01, decay_steps: 100, decay_rate: 0.9}
    """

    initial_learning_rate: Positive
    """Learning rate at step 0."""
    decay_steps: Count
    """Steps over which it falls."""
    decay_rate: Positive
    """Factor for each decay_steps."""
    staircase: bool = False
    """Whether the rate falls at whole multiples of decay_steps only."""
