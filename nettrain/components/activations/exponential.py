"""exponential: e to the power of x."""

from __future__ import annotations

from nettrain.components.weights import Activation


class Exponential(Activation):
    """exp(x).

    Source: Keras, `keras.activations.exponential`.
    Example: exponential
    """
