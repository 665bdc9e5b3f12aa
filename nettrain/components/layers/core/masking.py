"""masking: skip steps that hold one value only."""

from __future__ import annotations

from nettrain.components.layer import Unchanged
from nettrain.components.layout import Shape, axes


class Masking(Unchanged):
    """Mark the steps whose features all equal `mask_value`; recurrent layers behind skip them.

    Shape: (steps, features) -> (steps, features). No weights.
    Source: Keras, `keras.layers.Masking`.
    Example: masking: {mask_value: -1.0}
    """

    mask_value: float = 0.0
    """The value that means "nothing here"."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape of a sequence."""
        axes(inputs, 2, "(steps, features)")
        return inputs
