"""max_pooling1d: the largest of each window."""

from __future__ import annotations

from nettrain.components.fields import Count
from nettrain.components.layer import Layer
from nettrain.components.layers._output_activation import parted
from nettrain.components.layers._window import Padding, steps_out
from nettrain.components.layout import Shape, axes


class MaxPooling1D(Layer):
    """The largest of each feature over a window.

    Shape: (steps, features) -> (new steps, features). No weights.
    Source: Weng, Ahuja and Huang 1992, Cresceptron: A Self-organizing Neural Network Which Grows Adaptively.
    Example: max_pooling1d: 2
    """

    pool_size: Count = 2
    """Steps of the window."""
    strides: Count | None = None
    """Steps by which the window moves; null: pool_size."""
    padding: Padding = "valid"
    """valid: only whole windows; same: ceil(steps / strides) of them."""

    def shape(self, inputs: Shape) -> Shape:
        """Count the places of the window."""
        axes(inputs, 2, "(steps, features)")
        places = steps_out(inputs[0], self.pool_size, self.strides or self.pool_size, self.padding, "pool_size")
        return (places, inputs[1])

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on; no sum of 1."""
        return parted(before)
