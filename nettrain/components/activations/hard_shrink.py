"""hard_shrink: zero near 0, x elsewhere."""

from __future__ import annotations

from nettrain.components.weights import Activation


class HardShrink(Activation):
    """x for |x| > 0.5, else 0.

    Source: Keras, `keras.activations.hard_shrink`.
    Example: hard_shrink
    """
