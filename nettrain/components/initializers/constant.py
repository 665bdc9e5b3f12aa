"""constant: one number everywhere."""

from __future__ import annotations

from nettrain.components.weights import Initializer


class Constant(Initializer):
    """`value` everywhere.

    Source: Keras, `keras.initializers.Constant`.
    Example: constant: 0.1
    """

    value: float = 0.0
    """The number."""
