"""lecun_normal: normal with variance 1 / fan_in."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class LecunNormal(Initializer):
    """N(0, s^2) cut at 2 s, with variance 1 / fan_in.

    Source: LeCun et al. 1998, Efficient BackProp.
    Example: lecun_normal
    """

    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
