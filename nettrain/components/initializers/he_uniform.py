"""he_uniform: uniform within sqrt(6 / fan_in)."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class HeUniform(Initializer):
    """U(-a, a) with a = sqrt(6 / fan_in).

    Source: He et al. 2015, Delving Deep into Rectifiers.
    Example: he_uniform
    """

    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
