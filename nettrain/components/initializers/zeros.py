"""zeros: all zero."""

from __future__ import annotations

from nettrain.components.weights import Initializer


class Zeros(Initializer):
    """0 everywhere.

    Source: Keras, `keras.initializers.Zeros`.
    Example: zeros
    """
