"""adaptive_average_pooling1d: the mean of each of a fixed number of windows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from nettrain.components.layer import Layer
from nettrain.components.layout import MisfitError, Shape, axes


class AdaptiveAveragePooling1D(Layer):
    """The mean of each feature over `output_size` windows of about equal length.

    Shape: (steps, features) -> (output_size, features). No weights.
    Source: Keras, `keras.layers.AdaptiveAveragePooling1D`.
    Example: adaptive_average_pooling1d: 4
    """

    output_size: Annotated[int, Field(ge=2)]
    """Windows, at least 2; for one window there is global_average_pooling1d."""

    def shape(self, inputs: Shape) -> Shape:
        """Return `output_size` steps; no more than there are."""
        axes(inputs, 2, "(steps, features)")
        if self.output_size > inputs[0]:
            raise MisfitError(f"makes {self.output_size} steps, but only {inputs[0]} reach it", "output_size")
        return (self.output_size, inputs[1])

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on: a mean keeps its bounds."""
        return before
