"""What recurrent layers share: they read a sequence step by step and put out every step or the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from nettrain.components.layer import Layer
from nettrain.components.layers._output_activation import parted
from nettrain.components.layout import Shape, axes
from nettrain.components.weights import Activation


class Recurrent(Layer):
    """A layer that reads a sequence with a state; subclasses have the fields named here, in Keras's order."""

    if TYPE_CHECKING:
        units: int
        return_sequences: bool
        go_backwards: bool
        activation: Activation

    training_only: ClassVar[frozenset[str]] = frozenset({"dropout", "recurrent_dropout", "seed", "unroll"})

    def shape(self, inputs: Shape) -> Shape:
        """Put out `units` features for every step, or for the last."""
        axes(inputs, 2, "(steps, features)")
        return (inputs[0], self.units) if self.return_sequences else (self.units,)

    def gates(self, inputs: Shape, count: int, biases: int) -> int:
        """Count the weights of `count` gates, each over inputs and state, and `biases` numbers a unit and gate."""
        return count * (inputs[-1] * self.units + self.units**2 + biases * self.units)

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation, unless it is a softmax: a gate takes its sum from 1."""
        return parted(self.activation.outputs_like())
