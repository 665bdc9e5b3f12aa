"""layer_normalization: mean 0 and variance 1 within each row."""

from __future__ import annotations

from nettrain.components.fields import ConstraintChoice, InitializerChoice, Positive, RegularizerChoice, named
from nettrain.components.layer import Layer
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import Shape


class LayerNormalization(Layer):
    """gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and variance of each row along an axis.

    Shape: (..., features) -> (..., features). Weights: gamma and beta.
    Source: Ba, Kiros and Hinton 2016, Layer Normalization.
    Example: layer_normalization
    """

    axis: int = -1
    """The axis of features; 0 is the axis of rows, -1 the last."""
    epsilon: Positive = 0.001
    """What keeps the root from 0."""
    center: bool = True
    """Whether a trained beta is added."""
    scale: bool = True
    """Whether the result is multiplied by a trained gamma."""
    beta_initializer: InitializerChoice = named("zeros")
    """How beta begins."""
    gamma_initializer: InitializerChoice = named("ones")
    """How gamma begins."""
    beta_regularizer: RegularizerChoice | None = None
    """Penalty on beta."""
    gamma_regularizer: RegularizerChoice | None = None
    """Penalty on gamma."""
    beta_constraint: ConstraintChoice | None = None
    """Bound on beta."""
    gamma_constraint: ConstraintChoice | None = None
    """Bound on gamma."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the axis must be there."""
        axis_size(inputs, self.axis)
        return inputs

    def params(self, inputs: Shape) -> int:
        """Count gamma and beta."""
        return axis_size(inputs, self.axis) * (self.center + self.scale)
