"""mish: smooth, negative down to -0.31."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Mish(Activation):
    """x tanh(softplus(x)).

    Source: Misra 2019, Mish: A Self Regularized Non-Monotonic Activation Function.
    Example: mish
    """

    bounds: ClassVar[tuple[float, float]] = (-0.3089, math.inf)
