"""average_pooling1d: the mean of each window."""

from __future__ import annotations

from nettrain.components.fields import Count
from nettrain.components.layer import Layer
from nettrain.components.layers._window import Padding, steps_out
from nettrain.components.layout import Shape, axes


class AveragePooling1D(Layer):
    """The mean of each feature over a window.

    Shape: (steps, features) -> (new steps, features). No weights.
    Source: LeCun et al. 1990, Handwritten Digit Recognition with a Back-Propagation Network.
    Example: average_pooling1d: 2
    """

    pool_size: Count
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
        """Pass the inputs' activation on: a mean keeps its bounds."""
        return before
