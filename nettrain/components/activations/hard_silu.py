"""hard_silu: x times hard_sigmoid."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class HardSilu(Activation):
    """x hard_sigmoid(x).

    Source: Howard et al. 2019, Searching for MobileNetV3.
    Example: hard_silu
    """

    bounds: ClassVar[tuple[float, float]] = (-0.375, math.inf)
