"""softplus: a smooth relu."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class Softplus(Activation):
    """log(1 + exp(x)).

    Source: Dugas et al. 2000, Incorporating Second-Order Functional Knowledge for Better Option Pricing.
    Example: softplus
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
