"""polynomial_decay: a polynomial from the first rate to the last."""

from __future__ import annotations

from nettrain.components.fields import Count, NonNegative, Positive
from nettrain.components.optimizer import Schedule


class PolynomialDecay(Schedule):
    """(initial - end) (1 - step / decay_steps)^power + end.

    Source: Keras, `keras.optimizers.schedules.PolynomialDecay`.
    Example: polynomial_decay: {initial_learning_rate: 0.01, decay_steps: 1000}
    """

    initial_learning_rate: Positive
    """Learning rate at step 0."""
    decay_steps: Count
    """Steps over which it falls."""
    end_learning_rate: NonNegative = 0.0001
    """Learning rate at the end."""
    power: Positive = 1.0
    """The exponent; 1 is a straight line."""
    cycle: bool = False
    """Whether it rises again after decay_steps."""
