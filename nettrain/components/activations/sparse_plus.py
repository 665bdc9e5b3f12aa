"""sparse_plus: a softplus that is exactly 0 below -1."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class SparsePlus(Activation):
    """0 below -1, x above 1, (x + 1)^2 / 4 between.

    Source: Keras, `keras.activations.sparse_plus`.
    Example: sparse_plus
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
