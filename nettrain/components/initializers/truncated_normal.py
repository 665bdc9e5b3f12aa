"""truncated_normal: normal without its tails."""

from __future__ import annotations

from nettrain.components.fields import NonNegative, Whole
from nettrain.components.weights import Initializer


class TruncatedNormal(Initializer):
    """N(mean, stddev^2), drawn again beyond two standard deviations.

    Source: Keras, `keras.initializers.TruncatedNormal`.
    Example: truncated_normal: {stddev: 0.02}
    """

    mean: float = 0.0
    """Mean."""
    stddev: NonNegative = 0.05
    """Standard deviation before the tails are cut."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
