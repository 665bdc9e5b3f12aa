"""random_normal: normal."""

from __future__ import annotations

from nettrain.components.fields import NonNegative, Whole
from nettrain.components.weights import Initializer


class RandomNormal(Initializer):
    """N(mean, stddev^2).

    Source: Keras, `keras.initializers.RandomNormal`.
    Example: random_normal: {stddev: 0.01}
    """

    mean: float = 0.0
    """Mean."""
    stddev: NonNegative = 0.05
    """Standard deviation."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
