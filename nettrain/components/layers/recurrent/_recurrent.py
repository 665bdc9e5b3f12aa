"""What recurrent layers share: they read a sequence step by step and put out every step or the last."""

from __future__ import annotations

from nettrain.components.layer import Layer
from nettrain.components.layout import Shape, axes


class Recurrent(Layer):
    """A layer that reads a sequence with a state; subclasses have `units` and `return_sequences`."""

    units: int
    return_sequences: bool

    def shape(self, inputs: Shape) -> Shape:
        """Put out `units` features for every step, or for the last."""
        axes(inputs, 2, "(steps, features)")
        return (inputs[0], self.units) if self.return_sequences else (self.units,)

    def gates(self, inputs: Shape, count: int, biases: int) -> int:
        """Count the weights of `count` gates, each over inputs and state, and `biases` numbers a unit and gate."""
        return count * (inputs[-1] * self.units + self.units**2 + biases * self.units)
