"""log_sigmoid: logarithm of the sigmoid."""

from __future__ import annotations

import math
from typing import ClassVar

from nettrain.components.weights import Activation


class LogSigmoid(Activation):
    """-log(1 + exp(-x)).

    Source: Keras, `keras.activations.log_sigmoid`.
    Example: log_sigmoid
    """

    bounds: ClassVar[tuple[float, float]] = (-math.inf, 0.0)
