"""rms_normalization: root mean square 1."""

from __future__ import annotations

from nettrain.components.fields import Positive
from nettrain.components.layer import Layer
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import Shape


class RMSNormalization(Layer):
    """scale * x / sqrt(mean(x^2) + epsilon), the mean taken along an axis.

    Shape: (..., features) -> (..., features). Weights: one scale a feature.
    Source: Zhang and Sennrich 2019, Root Mean Square Layer Normalization.
    Example: rms_normalization
    """

    axis: int = -1
    """The axis of features; 0 is the axis of rows, -1 the last."""
    epsilon: Positive = 1e-6
    """What keeps the root from 0."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the axis must be there."""
        axis_size(inputs, self.axis)
        return inputs

    def params(self, inputs: Shape) -> int:
        """Count the scales."""
        return axis_size(inputs, self.axis)
