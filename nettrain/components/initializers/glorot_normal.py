"""glorot_normal: normal with variance 2 / (fan_in + fan_out)."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class GlorotNormal(Initializer):
    """N(0, s^2) cut at 2 s, with variance 2 / (fan_in + fan_out).

    Source: Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks.
    Example: glorot_normal
    """

    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
