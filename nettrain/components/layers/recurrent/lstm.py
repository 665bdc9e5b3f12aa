"""lstm: long short-term memory."""

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
from nettrain.components.layers._penalised import Penalised
from nettrain.components.layers.recurrent._recurrent import Recurrent
from nettrain.components.layout import Shape


class LSTM(Recurrent, Penalised):
    """A state that gates decide to forget, to write and to put out:

    i, f, o = sigmoid(x W + h U + b), c = f c + i tanh(x W + h U + b), h = o tanh(c).

    Shape: (steps, features) -> (units), or (steps, units) with return_sequences. Weights: 4 units (features + units
    + 1).
    Source: Hochreiter and Schmidhuber 1997, Long Short-Term Memory; Gers, Schmidhuber and Cummins 2000, Learning to
    Forget.
    Example: lstm: 16
    """

    training_only: ClassVar[frozenset[str]] = Recurrent.training_only | {"unit_forget_bias"}

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
    unroll: bool = False
    """Whether the loop over steps is written out: faster for short sequences, larger to compile."""

    def params(self, inputs: Shape) -> int:
        """Count four gates."""
        return self.gates(inputs, 4, int(self.use_bias))
