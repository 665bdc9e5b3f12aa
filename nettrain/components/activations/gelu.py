"""gelu: x times the normal distribution of x."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Gelu(Activation):
    """x P(X <= x) with X ~ N(0, 1).

    Source: Hendrycks and Gimpel 2016, Gaussian Error Linear Units.
    Example: gelu
    """

    bounds: ClassVar[tuple[float, float]] = (-0.1701, math.inf)
