"""softsign: a slow tanh."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class Softsign(Activation):
    """x / (1 + |x|).

    Source: Bergstra et al. 2009, Quadratic polynomials learn better image features.
    Example: softsign
    """

    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
