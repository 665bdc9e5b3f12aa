"""simple_rnn: a state that is mixed with every step."""

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
from nettrain.components.layers.recurrent._recurrent import Recurrent
from nettrain.components.layout import Shape


class SimpleRNN(Recurrent):
    """h = activation(x W + h U + b).

    Shape: (steps, features) -> (units), or (steps, units) with return_sequences. Weights: units (features + units +
    1).
    Source: Elman 1990, Finding Structure in Time.
    Example: simple_rnn: 16
    """

    units: Count
    """Length of state and outputs."""
    activation: ActivationChoice = named("tanh")
    """Function of what is put out."""
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
    return_sequences: bool = False
    """Whether every step is put out, or the last alone."""
    go_backwards: bool = False
    """Whether the sequence is read from its end."""
    unroll: bool = False
    """Whether the loop over steps is written out: faster for short sequences, larger to compile."""
    seed: Whole | None = None
    """Seed of the dropouts; null follows the config's seed."""

    def params(self, inputs: Shape) -> int:
        """Count one gate."""
        return self.gates(inputs, 1, int(self.use_bias))

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation: no gate follows it."""
        return self.activation.outputs_like()
