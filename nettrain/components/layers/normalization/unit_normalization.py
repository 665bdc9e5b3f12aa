"""unit_normalization: length 1."""

from __future__ import annotations

from nettrain.components.layer import Layer
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import Shape


class UnitNormalization(Layer):
    """x / |x|, the Euclidean length taken along an axis.

    Shape: (..., features) -> (..., features). No weights.
    Source: Keras, `keras.layers.UnitNormalization`.
    Example: unit_normalization
    """

    axis: int = -1
    """The axis along which the length is 1; 0 is the axis of rows, -1 the last."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the axis must be there."""
        axis_size(inputs, self.axis)
        return inputs

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0
