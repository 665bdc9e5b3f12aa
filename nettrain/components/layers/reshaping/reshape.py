"""reshape: the same numbers in another shape."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from nettrain.components.layer import Layer
from nettrain.components.layers._output_activation import parted
from nettrain.components.layout import MisfitError, Shape
from nettrain.components.schema import amiss


class Reshape(Layer):
    """The numbers of a row in another shape, in the same order.

    Shape: (...) -> (target_shape). No weights.
    Source: Keras, `keras.layers.Reshape`.
    Example: reshape: [24, 1]
    """

    moves: ClassVar[bool] = True

    target_shape: Annotated[tuple[Annotated[int, Field(ge=-1)], ...], Field(min_length=1)]
    """Axes of a row without the axis of rows; one may be -1, which takes what is left."""

    @model_validator(mode="after")
    def _one_open_axis(self) -> Reshape:
        if 0 in self.target_shape or self.target_shape.count(-1) > 1:
            raise amiss(
                f"expected axes of at least 1, one of them -1 at most; got {list(self.target_shape)}", "target_shape"
            )
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Fill the open axis; the numbers must be as many as before."""
        have, want = math.prod(inputs), math.prod(axis for axis in self.target_shape if axis != -1)
        if have % want if -1 in self.target_shape else have != want:
            wanted = "a multiple of " if -1 in self.target_shape else ""
            message = f"{list(self.target_shape)} takes {wanted}{want} numbers a row, but {have} reach it"
            raise MisfitError(message, "target_shape")
        return tuple(have // want if axis == -1 else axis for axis in self.target_shape)

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on; no sum of 1."""
        return parted(before)
