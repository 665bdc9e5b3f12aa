"""time_distributed: a layer applied to each step by itself."""

from __future__ import annotations

from pydantic import model_validator

from nettrain.components.fields import LayerChoice
from nettrain.components.layer import Layer
from nettrain.components.layout import MisfitError, Shape, shown
from nettrain.components.schema import amiss

LOST = {
    "activity_regularization": "Keras does not apply its penalty here",
    "masking": "Keras does not pass its marks on here",
    "output": "it is the last layer",
}
"""Layers that do nothing for a step, and why."""


class TimeDistributed(Layer):
    """The layer, with the same weights, on every step by itself.

    Shape: (steps, ...) -> (steps, ...). Weights: those of the layer.
    Source: Keras, `keras.layers.TimeDistributed`.
    Example: time_distributed: {layer: {dense: 4}}
    """

    layer: LayerChoice
    """The layer for one step."""

    @model_validator(mode="after")
    def _acts_on_a_step(self) -> TimeDistributed:
        name = self.layer.yaml_name()
        if name in LOST:
            raise amiss(f"expected a layer that works on a step by itself, got {name}: {LOST[name]}", "layer")
        if self.layer.raises_loss():
            raise amiss(f"expected {name} without activity_regularizer: Keras does not apply it here", "layer")
        return self

    def inner_shape(self, inputs: Shape) -> Shape:
        """Take a step out of the sequence."""
        return inputs[1:]

    def shape(self, inputs: Shape) -> Shape:
        """Pass a step through the layer."""
        if len(inputs) < 2:
            raise MisfitError(f"takes rows of shape (steps, ...), but rows of shape {shown(inputs)} reach it")
        return (inputs[0], *self.layer.shape(self.inner_shape(inputs)))

    def params(self, inputs: Shape) -> int:
        """Count the layer's weights."""
        return self.layer.params(self.inner_shape(inputs))

    def untrained(self, inputs: Shape) -> int:
        """Count those of the layer that are not trained."""
        return self.layer.untrained(self.inner_shape(inputs))

    def output_activation(self, before: str) -> str:
        """Return what the layer's outputs carry."""
        return self.layer.output_activation(before)
