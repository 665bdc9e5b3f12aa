"""mish: smooth, negative down to -0.31."""

from __future__ import annotations

from nettrain.components.weights import Activation


class Mish(Activation):
    """x tanh(softplus(x)).

    Source: Misra 2019, Mish: A Self Regularized Non-Monotonic Activation Function.
    Example: mish
    """
