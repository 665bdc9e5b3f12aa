"""log_softmax: logarithm of the softmax."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class LogSoftmax(Activation):
    """x - log(sum exp(x)) along the last axis.

    Source: Keras, `keras.activations.log_softmax`.
    Example: log_softmax
    """

    bounds: ClassVar[tuple[float, float]] = (-math.inf, 0.0)
