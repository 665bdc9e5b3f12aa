"""ones: all one."""

from __future__ import annotations

from nettrain.components.weights import Initializer


class Ones(Initializer):
    """1 everywhere.

    Source: Keras, `keras.initializers.Ones`.
    Example: ones
    """
