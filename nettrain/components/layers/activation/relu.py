"""relu: max(x, 0), with a slope below and a ceiling above."""

from __future__ import annotations

from nettrain.components.fields import NonNegative
from nettrain.components.layer import Unchanged


class ReLU(Unchanged):
    """max(x, 0); negative_slope * (x - threshold) below the threshold, at most max_value.

    Shape: (...) -> (...). No weights.
    Source: Nair and Hinton 2010, Rectified Linear Units Improve Restricted Boltzmann Machines.
    Example: relu
    """

    max_value: NonNegative | None = None
    """Largest output; null: none."""
    negative_slope: NonNegative = 0.0
    """Slope below the threshold."""
    threshold: NonNegative = 0.0
    """Where the outputs begin to rise."""

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation."""
        return "leaky_relu" if self.negative_slope else "relu"
