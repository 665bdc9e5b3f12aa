"""glorot_uniform: uniform within sqrt(6 / (fan_in + fan_out))."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class GlorotUniform(Initializer):
    """U(-a, a) with a = sqrt(6 / (fan_in + fan_out)).

    Source: Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks.
    Example: glorot_uniform
    """

    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
