"""batch_normalization: mean 0 and variance 1 over each batch."""

from __future__ import annotations

from nettrain.components.fields import (
    ConstraintChoice,
    InitializerChoice,
    Positive,
    RegularizerChoice,
    UnitInterval,
    named,
)
from nettrain.components.layer import Layer
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import Shape


class BatchNormalization(Layer):
    """gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and variance of each feature over the batch.

    At inference moving averages of both stand in.

    Shape: (..., features) -> (..., features). Weights: gamma, beta, and two moving averages that are not trained.
    Source: Ioffe and Szegedy 2015, Batch Normalization: Accelerating Deep Network Training.
    Example: batch_normalization
    """

    axis: int = -1
    """The axis of features; 0 is the axis of rows, -1 the last."""
    momentum: UnitInterval = 0.99
    """Share of the old moving average that is kept at each step."""
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
    moving_mean_initializer: InitializerChoice = named("zeros")
    """How the moving mean begins."""
    moving_variance_initializer: InitializerChoice = named("ones")
    """How the moving variance begins."""
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
        """Count gamma, beta and the moving averages."""
        return axis_size(inputs, self.axis) * (2 + self.center + self.scale)

    def untrained(self, inputs: Shape) -> int:
        """Count the moving averages."""
        return 2 * axis_size(inputs, self.axis)
