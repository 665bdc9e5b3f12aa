"""permute: the axes in another order."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from nettrain.components.fields import Count
from nettrain.components.layer import Layer
from nettrain.components.layers._output_activation import parted
from nettrain.components.layout import MisfitError, Shape, shown
from nettrain.components.schema import amiss


class Permute(Layer):
    """The axes of a row in another order.

    Shape: (...) -> (...). No weights.
    Source: Keras, `keras.layers.Permute`.
    Example: permute: [2, 1]
    """

    moves: ClassVar[bool] = True

    dims: Annotated[tuple[Count, ...], Field(min_length=1)]
    """The old axis at each new place; 1 is the first behind the rows."""

    @model_validator(mode="after")
    def _every_axis_once(self) -> Permute:
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise amiss(f"expected each of 1 to {len(self.dims)} once, got {list(self.dims)}", "dims")
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Reorder the axes."""
        if len(self.dims) != len(inputs):
            message = f"orders {len(self.dims)} axes, but rows of shape {shown(inputs)} reach it"
            raise MisfitError(message, "dims")
        return tuple(inputs[axis - 1] for axis in self.dims)

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on; no sum of 1."""
        return parted(before)
