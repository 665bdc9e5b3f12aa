"""squareplus: a softplus without exponentials."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Squareplus(Activation):
    """(x + sqrt(x^2 + 4)) / 2.

    Source: Barron 2021, Squareplus: A Softplus-Like Algebraic Rectifier.
    Example: squareplus
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
