"""rescaling: multiply and shift."""

from __future__ import annotations

from nettrain.components.layer import Unchanged


class Rescaling(Unchanged):
    """x * scale + offset.

    Shape: (...) -> (...). No weights.
    Source: Keras, `keras.layers.Rescaling`.
    Example: rescaling: {scale: 0.1, offset: -1.0}
    """

    scale: float
    """The factor."""
    offset: float = 0.0
    """What is added."""

    def output_activation(self, before: str) -> str:
        """Leave nothing bounded."""
        return "linear"
