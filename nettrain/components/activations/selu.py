"""selu: keeps mean 0 and variance 1 from layer to layer."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Selu(Activation):
    """1.0507 x for x > 0, 1.7581 (exp(x) - 1) below.

    Source: Klambauer et al. 2017, Self-Normalizing Neural Networks.
    Example: selu
    """

    bounds: ClassVar[tuple[float, float]] = (-1.7581, math.inf)
