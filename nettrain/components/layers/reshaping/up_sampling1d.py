"""up_sampling1d: every step repeated."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count
from nettrain.components.layer import Layer
from nettrain.components.layout import Shape, axes


class UpSampling1D(Layer):
    """Each step `size` times.

    Shape: (steps, features) -> (steps x size, features). No weights.
    Source: Keras, `keras.layers.UpSampling1D`.
    Example: up_sampling1d: 2
    """

    moves: ClassVar[bool] = True

    size: Count = 2
    """Times that a step is repeated."""

    def shape(self, inputs: Shape) -> Shape:
        """Multiply the steps."""
        axes(inputs, 2, "(steps, features)")
        return (inputs[0] * self.size, inputs[1])

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on."""
        return before
