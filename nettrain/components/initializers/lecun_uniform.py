"""lecun_uniform: uniform within sqrt(3 / fan_in)."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class LecunUniform(Initializer):
    """U(-a, a) with a = sqrt(3 / fan_in).

    Source: LeCun et al. 1998, Efficient BackProp.
    Example: lecun_uniform
    """

    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
