"""celu: smooth, negative down to -1."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Celu(Activation):
    """x for x > 0, exp(x) - 1 below (alpha = 1).

    Source: Barron 2017, Continuously Differentiable Exponential Linear Units.
    Example: celu
    """

    bounds: ClassVar[tuple[float, float]] = (-1.0, math.inf)
