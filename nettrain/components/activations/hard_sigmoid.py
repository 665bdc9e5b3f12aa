"""hard_sigmoid: a sigmoid of three straight lines."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class HardSigmoid(Activation):
    """0 below -3, 1 above 3, x / 6 + 1/2 between.

    Source: Courbariaux, Bengio and David 2015, BinaryConnect.
    Example: hard_sigmoid
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
