"""output: the last layer, fitted to the target by itself."""

from __future__ import annotations

from nettrain.components.fields import ConstraintChoice, InitializerChoice, RegularizerChoice, named
from nettrain.components.layer import Layer
from nettrain.components.layers.core.dense import Dense
from nettrain.components.layout import Shape
from nettrain.components.loss import Loss
from nettrain.components.task import Target, Task


class Output(Layer):
    """A dense layer that fits the target: one sigmoid for two labels, a softmax over more, one number a target.

    It fits a loss that is named too: linear for margins and logits, exponential for poisson.

    The plan puts the fitted dense layer in its place, so its own rules follow from that layer's.
    Shape: (width) -> (labels or targets). Weights: those of the dense layer.
    Source: Bridle 1990, Probabilistic Interpretation of Feedforward Classification Network Outputs.
    Example: output
    """

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
    kernel_constraint: ConstraintChoice | None = None
    """Bound on W."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""

    def fitted(self, target: Target, loss: Loss | None = None) -> Dense:
        """Return the dense layer that fits the target and the loss, None for the target's usual one."""
        units = 1 if target.task is Task.BINARY else target.width
        activation = {Task.BINARY: "sigmoid", Task.MULTICLASS: "softmax", Task.REGRESSION: "linear"}[target.task]
        if loss is not None and target.task in loss.tasks:
            units, activation = loss.ending(target)
        options = {name: getattr(self, name) for name in type(self).model_fields}
        return Dense.model_validate({"units": units, "activation": activation, **options})

    def shape(self, inputs: Shape) -> Shape:
        """Refuse to answer: only the fitted layer knows."""
        raise AssertionError("an output layer is fitted to the target before it is asked")

    def params(self, inputs: Shape) -> int:
        """Refuse to answer: only the fitted layer knows."""
        raise AssertionError("an output layer is fitted to the target before it is asked")
