"""rms_normalization: root mean square 1."""

from __future__ import annotations

from nettrain.components.fields import Positive
from nettrain.components.layer import Layer
from nettrain.components.layout import Shape


class RMSNormalization(Layer):
    """scale * x / sqrt(mean(x^2) + epsilon), the mean taken over the features, the last axis.

    Shape: (..., features) -> (..., features). Weights: one scale a feature.
    Source: Zhang and Sennrich 2019, Root Mean Square Layer Normalization.
    Example: rms_normalization
    """

    epsilon: Positive = 1e-6
    """What keeps the root from 0."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape."""
        return inputs

    def params(self, inputs: Shape) -> int:
        """Count the scales."""
        return inputs[-1]
