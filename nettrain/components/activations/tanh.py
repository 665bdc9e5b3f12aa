"""tanh: a number between -1 and 1."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class Tanh(Activation):
    """tanh(x).

    Source: LeCun et al. 1998, Efficient BackProp.
    Example: tanh
    """

    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
