"""softmax: positive numbers with sum 1."""

from __future__ import annotations

from nettrain.components.layer import Unchanged
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import Shape


class Softmax(Unchanged):
    """exp(x) / sum of exp(x) along an axis.

    Shape: (...) -> (...). No weights.
    Source: Bridle 1990, Probabilistic Interpretation of Feedforward Classification Network Outputs.
    Example: softmax
    """

    axis: int = -1
    """The axis along which the sum is 1; 0 is the axis of rows, -1 the last."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the axis must be there, and not be that of rows."""
        axis_size(inputs, self.axis)
        return inputs

    def output_activation(self, before: str) -> str:
        """Return softmax along the last axis, and nothing known along another."""
        return "softmax" if self.axis == -1 else "linear"
