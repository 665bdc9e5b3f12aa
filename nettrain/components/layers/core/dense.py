"""dense: every output is a weighted sum of every input."""

from __future__ import annotations

from nettrain.components.fields import (
    ActivationChoice,
    ConstraintChoice,
    Count,
    InitializerChoice,
    RegularizerChoice,
    named,
)
from nettrain.components.layers._activated import Activated
from nettrain.components.layers._penalised import Penalised
from nettrain.components.layout import Shape


class Dense(Activated, Penalised):
    """A weighted sum of the last axis plus a bias, then an activation: y = activation(x W + b).

    Shape: (..., width) -> (..., units). Weights: width x units, and units with a bias.
    Source: Rosenblatt 1958, The perceptron: a probabilistic model for information storage and organization in the
    brain.
    Example: dense: {units: 32, activation: relu}
    """

    units: Count
    """Outputs."""
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
        """Replace the last axis by `units`."""
        return (*inputs[:-1], self.units)

    def params(self, inputs: Shape) -> int:
        """Count W and b."""
        return inputs[-1] * self.units + self.use_bias * self.units
