"""leaky_relu: x above 0, a small slope below."""

from __future__ import annotations

from typing import Any

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Activation


class LeakyRelu(Activation):
    """x for x >= 0, negative_slope x below.

    Source: Maas, Hannun and Ng 2013, Rectifier Nonlinearities Improve Neural Network Acoustic Models.
    Example: leaky_relu
    """

    negative_slope: NonNegative = 0.2
    """Slope below 0."""

    def build(self, keras: Any) -> Any:
        """Return the function, or with options of its own the Keras layer that has them and can be saved."""
        if self == type(self)():
            return super().build(keras)
        return keras.layers.LeakyReLU(negative_slope=self.negative_slope)
