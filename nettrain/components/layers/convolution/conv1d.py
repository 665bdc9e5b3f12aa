"""conv1d: a window of weights that moves along a sequence."""

from __future__ import annotations

from nettrain.components.fields import (
    ActivationChoice,
    ConstraintChoice,
    Count,
    InitializerChoice,
    RegularizerChoice,
    named,
)
from nettrain.components.layers._window import PaddingCausal, Windowed
from nettrain.components.layout import MisfitError, Shape, axes


class Conv1D(Windowed):
    """y[t] = activation(sum over the window of x[t + i] W[i] + b).

    Shape: (steps, features) -> (new steps, filters). Weights: kernel_size x features / groups x filters, and
    filters with a bias.
    Source: LeCun et al. 1989, Backpropagation Applied to Handwritten Zip Code Recognition; Waibel et al. 1989, Phoneme
    Recognition Using Time-Delay Neural Networks.
    Example: conv1d: {filters: 8, kernel_size: 3, activation: relu}
    """

    filters: Count
    """Features of each new step."""
    kernel_size: Count
    """Steps that the window sees."""
    strides: Count = 1
    """Steps by which the window moves."""
    padding: PaddingCausal = "valid"
    """valid: none; same: zeros at both ends; causal: zeros before the begin, so that no step sees a later one."""
    dilation_rate: Count = 1
    """Distance of the steps that the window looks at."""
    groups: Count = 1
    """Groups of features that are convolved apart; divides features and filters."""
    activation: ActivationChoice = named("linear")
    """Function of the outputs."""
    use_bias: bool = True
    """Whether b is added."""
    kernel_initializer: InitializerChoice = named("glorot_uniform")
    """How W begins."""
    bias_initializer: InitializerChoice = named("zeros")
    """How b begins."""
    kernel_regularizer: RegularizerChoice | None = None
    """Penalty on W."""
    bias_regularizer: RegularizerChoice | None = None
    """Penalty on b."""
    activity_regularizer: RegularizerChoice | None = None
    """Penalty on the outputs."""
    kernel_constraint: ConstraintChoice | None = None
    """Bound on W."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""

    def shape(self, inputs: Shape) -> Shape:
        """Count the places of the window."""
        axes(inputs, 2, "(steps, features)")
        if inputs[1] % self.groups or self.filters % self.groups:
            message = (
                f"{inputs[1]} features and {self.filters} filters cannot both be divided into {self.groups} groups"
            )
            raise MisfitError(message, "groups")
        return (self.places(inputs[0]), self.filters)

    def params(self, inputs: Shape) -> int:
        """Count W and b."""
        return self.kernel_size * inputs[1] // self.groups * self.filters + self.use_bias * self.filters
