"""activation: a function of the inputs."""

from __future__ import annotations

from nettrain.components.fields import ActivationChoice
from nettrain.components.layer import Unchanged


class Activation(Unchanged):
    """activation(x).

    Shape: (...) -> (...). No weights.
    Source: Keras, `keras.layers.Activation`.
    Example: activation: tanh
    """

    activation: ActivationChoice
    """The function."""

    def output_activation(self, before: str) -> str:
        """Return the activation."""
        return self.activation.outputs_like()
