"""conv_lstm1d: an LSTM whose products are convolutions."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import (
    ActivationChoice,
    ConstraintChoice,
    Count,
    Fraction,
    InitializerChoice,
    RegularizerChoice,
    Whole,
    named,
)
from nettrain.components.layers._output_activation import parted
from nettrain.components.layers._window import Padding, Windowed
from nettrain.components.layout import Shape, axes


class ConvLSTM1D(Windowed):
    """An LSTM over times whose inputs and state are sequences, multiplied by convolution.

    Shape: (times, steps, features) -> (new steps, filters), or with times in front with return_sequences. Weights:
    4 filters (kernel_size (features + filters) + 1).
    Source: Shi et al. 2015, Convolutional LSTM Network.
    Example: conv_lstm1d: {filters: 4, kernel_size: 3, padding: same}
    """

    training_only: ClassVar[frozenset[str]] = frozenset({"dropout", "recurrent_dropout", "seed", "unit_forget_bias"})

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
    activation: ActivationChoice = named("tanh")
    """Function of what is put out."""
    recurrent_activation: ActivationChoice = named("sigmoid")
    """Function of the gates."""
    use_bias: bool = True
    """Whether b is added."""
    kernel_initializer: InitializerChoice = named("glorot_uniform")
    """How the weights of the inputs begin."""
    recurrent_initializer: InitializerChoice = named("orthogonal")
    """How the weights of the state begin."""
    bias_initializer: InitializerChoice = named("zeros")
    """How b begins."""
    unit_forget_bias: bool = True
    """Whether b of the forget gate begins at 1."""
    kernel_regularizer: RegularizerChoice | None = None
    """Penalty on the weights of the inputs."""
    recurrent_regularizer: RegularizerChoice | None = None
    """Penalty on the weights of the state."""
    bias_regularizer: RegularizerChoice | None = None
    """Penalty on b."""
    activity_regularizer: RegularizerChoice | None = None
    """Penalty on the outputs."""
    kernel_constraint: ConstraintChoice | None = None
    """Bound on the weights of the inputs."""
    recurrent_constraint: ConstraintChoice | None = None
    """Bound on the weights of the state."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""
    dropout: Fraction = 0.0
    """Share of the inputs that is dropped while training."""
    recurrent_dropout: Fraction = 0.0
    """Share of the state that is dropped while training."""
    seed: Whole | None = None
    """Seed of the dropouts; null follows the config's seed."""
    return_sequences: bool = False
    """Whether every step is put out, or the last alone."""
    go_backwards: bool = False
    """Whether the sequence is read from its end."""

    def shape(self, inputs: Shape) -> Shape:
        """Count the places of the window."""
        axes(inputs, 3, "(times, steps, features)")
        steps = self.places(inputs[1])
        return (inputs[0], steps, self.filters) if self.return_sequences else (steps, self.filters)

    def params(self, inputs: Shape) -> int:
        """Count four gates."""
        return 4 * self.filters * (self.kernel_size * (inputs[2] + self.filters) + self.use_bias)

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation, unless it is a softmax: a gate takes its sum from 1."""
        return parted(self.activation.outputs_like())
