"""he_normal: normal with variance 2 / fan_in."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class HeNormal(Initializer):
    """N(0, s^2) cut at 2 s, with variance 2 / fan_in.

    Source: He et al. 2015, Delving Deep into Rectifiers.
    Example: he_normal
    """

    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
