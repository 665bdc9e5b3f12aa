"""log_softmax: logarithm of the softmax."""

from __future__ import annotations

from nettrain.components.weights import Activation


class LogSoftmax(Activation):
    """x - log(sum exp(x)) along the last axis.

    Source: Keras, `keras.activations.log_softmax`.
    Example: log_softmax
    """
