"""repeat_vector: a row repeated as the steps of a sequence."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count
from nettrain.components.layer import Layer
from nettrain.components.layout import Shape, axes


class RepeatVector(Layer):
    """The row n times, one below the other.

    Shape: (features) -> (n, features). No weights.
    Source: Keras, `keras.layers.RepeatVector`.
    Example: repeat_vector: 3
    """

    moves: ClassVar[bool] = True

    n: Count
    """Steps."""

    def shape(self, inputs: Shape) -> Shape:
        """Put n steps in front."""
        axes(inputs, 1, "(features)")
        return (self.n, *inputs)

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on."""
        return before
