"""relu: max(x, 0)."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Activation


class Relu(Activation):
    """max(x, 0); negative_slope (x - threshold) below the threshold, at most max_value.

    Source: Nair and Hinton 2010, Rectified Linear Units Improve Restricted Boltzmann Machines.
    Example: relu
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)

    negative_slope: NonNegative = 0.0
    """Slope below the threshold."""
    max_value: NonNegative | None = None
    """Largest output; null: none."""
    threshold: NonNegative = 0.0
    """Where the outputs begin to rise."""

    def outputs_like(self) -> str:
        """Return leaky_relu where there is a slope below the threshold."""
        return "leaky_relu" if self.negative_slope else self.yaml_name()

    def build(self, keras: Any) -> Any:
        """Return the function, or with options of its own the Keras layer that has them and can be saved."""
        if self == type(self)():
            return super().build(keras)
        return keras.layers.ReLU(max_value=self.max_value, negative_slope=self.negative_slope, threshold=self.threshold)
