"""gru: gated recurrent unit."""

from __future__ import annotations

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
from nettrain.components.layers._penalised import Penalised
from nettrain.components.layers.recurrent._recurrent import Recurrent
from nettrain.components.layout import Shape


class GRU(Recurrent, Penalised):
    """A state that one gate resets and another updates:

    z, r = sigmoid(x W + h U + b), h = z h + (1 - z) tanh(x W + r (h U + b)).

    Shape: (steps, features) -> (units), or (steps, units) with return_sequences. Weights: 3 units (features + units
    + 2), or + 1 without reset_after.
    Source: Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
    Translation.
    Example: gru: 16
    """

    units: Count
    """Length of state and outputs."""
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
    unroll: bool = False
    """Whether the loop over steps is written out: faster for short sequences, larger to compile."""
    reset_after: bool = True
    """Whether the state is reset after its multiplication by U (with a b of its own) or before."""

    def params(self, inputs: Shape) -> int:
        """Count three gates."""
        return self.gates(inputs, 3, self.use_bias * (2 if self.reset_after else 1))

    def weight_axes(self, option: str, inputs: Shape) -> int:
        """Count two of b where inputs and state have one each."""
        return 2 if option.startswith("bias") and self.reset_after else super().weight_axes(option, inputs)
