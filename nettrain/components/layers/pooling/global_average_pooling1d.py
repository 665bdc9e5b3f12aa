"""global_average_pooling1d: the mean over all steps."""

from __future__ import annotations

from nettrain.components.layer import Layer
from nettrain.components.layout import Shape, axes


class GlobalAveragePooling1D(Layer):
    """The mean of each feature over all steps.

    Shape: (steps, features) -> (features). No weights.
    Source: Lin, Chen and Yan 2013, Network In Network.
    Example: global_average_pooling1d
    """

    keepdims: bool = False
    """Whether an axis of one step is kept."""

    def shape(self, inputs: Shape) -> Shape:
        """Take the axis of steps off."""
        axes(inputs, 2, "(steps, features)")
        return (1, inputs[1]) if self.keepdims else (inputs[1],)

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on: a mean keeps its bounds."""
        return before
