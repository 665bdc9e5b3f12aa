"""flatten: all numbers of a row side by side."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.layer import Layer
from nettrain.components.layers._output_activation import parted
from nettrain.components.layout import Shape


class Flatten(Layer):
    """All numbers of a row along one axis.

    Shape: (...) -> (width). No weights.
    Source: Keras, `keras.layers.Flatten`.
    Example: flatten
    """

    moves: ClassVar[bool] = True

    def shape(self, inputs: Shape) -> Shape:
        """Multiply the axes."""
        return (math.prod(inputs),)

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on; no sum of 1."""
        return parted(before)
