"""silu: x times its sigmoid, also called swish."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Silu(Activation):
    """x sigmoid(x).

    Source: Elfwing, Uchibe and Doya 2017, Sigmoid-Weighted Linear Units.
    Example: silu
    """

    bounds: ClassVar[tuple[float, float]] = (-0.2785, math.inf)
