"""cropping1d: a sequence without its ends."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.layer import Layer
from nettrain.components.layers.reshaping._ends import Ends
from nettrain.components.layout import MisfitError, Shape, axes


class Cropping1D(Layer):
    """The sequence without its first and last steps.

    Shape: (steps, features) -> (steps - begin - end, features). No weights.
    Source: Keras, `keras.layers.Cropping1D`.
    Example: cropping1d: [1, 2]
    """

    moves: ClassVar[bool] = True

    cropping: Ends = (1, 1)
    """Steps taken off at the begin and at the end; one number for both."""

    def shape(self, inputs: Shape) -> Shape:
        """Take the ends off; a step must be left."""
        axes(inputs, 2, "(steps, features)")
        left = inputs[0] - sum(self.cropping)
        if left < 1:
            raise MisfitError(f"takes {sum(self.cropping)} steps off, but only {inputs[0]} reach it", "cropping")
        return (left, inputs[1])

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on."""
        return before
