"""time_distributed: a layer applied to each step by itself."""

from __future__ import annotations

from nettrain.components.fields import LayerChoice
from nettrain.components.layer import Layer
from nettrain.components.layout import MisfitError, Shape, shown


class TimeDistributed(Layer):
    """The layer, with the same weights, on every step by itself.

    Shape: (steps, ...) -> (steps, ...). Weights: those of the layer.
    Source: Keras, `keras.layers.TimeDistributed`.
    Example: time_distributed: {layer: {dense: 4}}
    """

    layer: LayerChoice
    """The layer for one step."""

    @property
    def xla(self) -> bool:  # type: ignore[override]
        """Whether XLA compiles the inner layer."""
        return self.layer.xla

    def shape(self, inputs: Shape) -> Shape:
        """Pass a step through the layer."""
        if len(inputs) < 2:
            raise MisfitError(f"takes rows of shape (steps, ...), but rows of shape {shown(inputs)} reach it")
        return (inputs[0], *self.layer.shape(inputs[1:]))

    def params(self, inputs: Shape) -> int:
        """Count the layer's weights."""
        return self.layer.params(inputs[1:])

    def untrained(self, inputs: Shape) -> int:
        """Count those of the layer that are not trained."""
        return self.layer.untrained(inputs[1:])
