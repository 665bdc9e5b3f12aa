"""separable_conv1d: a convolution of each feature by itself, then a mix of all."""

from __future__ import annotations

from nettrain.components.fields import (
    ActivationChoice,
    ConstraintChoice,
    Count,
    InitializerChoice,
    RegularizerChoice,
    named,
)
from nettrain.components.layers._window import Padding, Windowed
from nettrain.components.layout import Shape, axes


class SeparableConv1D(Windowed):
    """A window over each feature by itself, then a weighted sum of all results at each step: few weights.

    Shape: (steps, features) -> (new steps, filters). Weights: kernel_size x features x depth_multiplier, then
    features x depth_multiplier x filters, and filters with a bias.
    Source: Chollet 2016, Xception: Deep Learning with Depthwise Separable Convolutions.
    Example: separable_conv1d: {filters: 8, kernel_size: 3}
    """

    filters: Count
    """Features of each new step."""
    kernel_size: Count
    """Steps that the window sees."""
    strides: Count = 1
    """Steps by which the window moves."""
    padding: Padding = "valid"
    """valid: none; same: zeros at both ends."""
    dilation_rate: Count = 1
    """Distance of the steps that the window looks at."""
    depth_multiplier: Count = 1
    """Outputs that each feature gives by itself."""
    activation: ActivationChoice = named("linear")
    """Function of the outputs."""
    use_bias: bool = True
    """Whether b is added."""
    depthwise_initializer: InitializerChoice = named("glorot_uniform")
    """How the first weights begin."""
    pointwise_initializer: InitializerChoice = named("glorot_uniform")
    """How the second weights begin."""
    bias_initializer: InitializerChoice = named("zeros")
    """How b begins."""
    depthwise_regularizer: RegularizerChoice | None = None
    """Penalty on the first."""
    pointwise_regularizer: RegularizerChoice | None = None
    """Penalty on the second."""
    bias_regularizer: RegularizerChoice | None = None
    """Penalty on b."""
    activity_regularizer: RegularizerChoice | None = None
    """Penalty on the outputs."""
    depthwise_constraint: ConstraintChoice | None = None
    """Bound on the first."""
    pointwise_constraint: ConstraintChoice | None = None
    """Bound on the second."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""

    def shape(self, inputs: Shape) -> Shape:
        """Count the places of the window."""
        axes(inputs, 2, "(steps, features)")
        return (self.places(inputs[0]), self.filters)

    def params(self, inputs: Shape) -> int:
        """Count both kinds of weights and b."""
        wide = inputs[1] * self.depth_multiplier
        return self.kernel_size * wide + wide * self.filters + self.use_bias * self.filters
