"""linear: x itself."""

from __future__ import annotations

from nettrain.components.weights import Activation


class Linear(Activation):
    """x, unchanged.

    Source: Keras, `keras.activations.linear`.
    Example: linear
    """
