"""bidirectional: a recurrent layer in both directions."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from nettrain.components.fields import LayerChoice
from nettrain.components.layer import Layer
from nettrain.components.layers._output_activation import parted
from nettrain.components.layers.recurrent._recurrent import Recurrent
from nettrain.components.layout import Shape
from nettrain.components.schema import amiss


class Bidirectional(Layer):
    """The sequence read from both ends by two copies of a recurrent layer, each with weights of its own.

    Shape: (steps, features) -> as the layer, twice as wide for concat. Weights: twice those of the layer.
    Source: Schuster and Paliwal 1997, Bidirectional Recurrent Neural Networks.
    Example: bidirectional: {layer: {lstm: 8}}
    """

    layer: LayerChoice
    """lstm, gru or simple_rnn."""
    merge_mode: Literal["concat", "sum", "mul", "ave"] = "concat"
    """How the two outputs become one: side by side, sum, product or mean."""

    @model_validator(mode="after")
    def _recurrent(self) -> Bidirectional:
        if not isinstance(self.layer, Recurrent):
            raise amiss(f"expected lstm, gru or simple_rnn as layer, got {self.layer.yaml_name()}", "layer")
        if self.layer.go_backwards:
            raise amiss("expected a layer that reads forwards: go_backwards: true is the other copy's", "layer")
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Put the two outputs together."""
        outputs = self.layer.shape(inputs)
        return (*outputs[:-1], 2 * outputs[-1]) if self.merge_mode == "concat" else outputs

    def params(self, inputs: Shape) -> int:
        """Count both copies."""
        return 2 * self.layer.params(inputs)

    def output_activation(self, before: str) -> str:
        """Return the layer's activation as far as it outlives the merge."""
        activation = self.layer.output_activation(before)
        if self.merge_mode == "ave":
            return activation
        return "linear" if self.merge_mode == "sum" else parted(activation)
