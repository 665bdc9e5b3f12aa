"""depthwise_conv1d: a convolution of each feature by itself."""

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


class DepthwiseConv1D(Windowed):
    """A window over each feature by itself, without mixing them.

    Shape: (steps, features) -> (new steps, features x depth_multiplier). Weights: kernel_size x features x
    depth_multiplier, and features x depth_multiplier with a bias.
    Source: Chollet 2016, Xception: Deep Learning with Depthwise Separable Convolutions.
    Example: depthwise_conv1d: 3
    """

    kernel_size: Count
    """Steps that the window sees."""
    strides: Count = 1
    """Steps by which the window moves."""
    padding: Padding = "valid"
    """valid: none; same: zeros at both ends."""
    depth_multiplier: Count = 1
    """Outputs that each feature gives by itself."""
    dilation_rate: Count = 1
    """Distance of the steps that the window looks at."""
    activation: ActivationChoice = named("linear")
    """Function of the outputs."""
    use_bias: bool = True
    """Whether b is added."""
    depthwise_initializer: InitializerChoice = named("glorot_uniform")
    """How W begins."""
    bias_initializer: InitializerChoice = named("zeros")
    """How b begins."""
    depthwise_regularizer: RegularizerChoice | None = None
    """Penalty on W."""
    bias_regularizer: RegularizerChoice | None = None
    """Penalty on b."""
    activity_regularizer: RegularizerChoice | None = None
    """Penalty on the outputs."""
    depthwise_constraint: ConstraintChoice | None = None
    """Bound on W."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""

    def shape(self, inputs: Shape) -> Shape:
        """Count the places of the window."""
        axes(inputs, 2, "(steps, features)")
        return (self.places(inputs[0]), inputs[1] * self.depth_multiplier)

    def params(self, inputs: Shape) -> int:
        """Count W and b."""
        wide = inputs[1] * self.depth_multiplier
        return self.kernel_size * wide + self.use_bias * wide
