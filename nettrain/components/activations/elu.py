"""elu: x above 0, an exponential below."""

from __future__ import annotations

from typing import Any

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Activation


class Elu(Activation):
    """x for x > 0, alpha (exp(x) - 1) below.

    Source: Clevert, Unterthiner and Hochreiter 2015, Fast and Accurate Deep Network Learning by ELUs.
    Example: elu
    """

    alpha: NonNegative = 1.0
    """How far the outputs fall below 0."""

    def build(self, keras: Any) -> Any:
        """Return the function, or with options of its own the Keras layer that has them and can be saved."""
        if self == type(self)():
            return super().build(keras)
        return keras.layers.ELU(alpha=self.alpha)
