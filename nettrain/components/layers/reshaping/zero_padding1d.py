"""zero_padding1d: a sequence with zeros at its ends."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.layer import Layer
from nettrain.components.layers.reshaping._ends import Ends
from nettrain.components.layout import Shape, axes


class ZeroPadding1D(Layer):
    """The sequence with steps of zeros at its ends.

    Shape: (steps, features) -> (steps + begin + end, features). No weights.
    Source: Keras, `keras.layers.ZeroPadding1D`.
    Example: zero_padding1d: 2
    """

    moves: ClassVar[bool] = True

    padding: Ends = (1, 1)
    """Steps added at the begin and at the end; one number for both."""

    def shape(self, inputs: Shape) -> Shape:
        """Add the ends."""
        axes(inputs, 2, "(steps, features)")
        return (inputs[0] + sum(self.padding), inputs[1])

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0
