"""exponential: e to the power of x."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Exponential(Activation):
    """exp(x).

    Source: Keras, `keras.activations.exponential`.
    Example: exponential
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
