"""What layers share that end with a function of their outputs: they have the option `activation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.layer import Layer
from nettrain.components.weights import Activation


class Activated(Layer):
    """A layer with an activation of its own; subclasses have the field named here."""

    if TYPE_CHECKING:
        activation: Activation

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation."""
        return self.activation.outputs_like()
