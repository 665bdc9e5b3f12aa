"""leaky_relu: x above 0, a small slope below."""

from __future__ import annotations

from nettrain.components.fields import NonNegative
from nettrain.components.layer import Unchanged


class LeakyReLU(Unchanged):
    """x for x >= 0, negative_slope * x below.

    Shape: (...) -> (...). No weights.
    Source: Maas, Hannun and Ng 2013, Rectifier Nonlinearities Improve Neural Network Acoustic Models.
    Example: leaky_relu: 0.1
    """

    negative_slope: NonNegative = 0.3
    """Slope below 0."""

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation."""
        return "leaky_relu"
