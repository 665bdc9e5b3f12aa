"""tanh_shrink: what tanh leaves of x."""

from __future__ import annotations

from nettrain.components.weights import Activation


class TanhShrink(Activation):
    """x - tanh(x).

    Source: Keras, `keras.activations.tanh_shrink`.
    Example: tanh_shrink
    """
