"""sparse_sigmoid: a sigmoid of three straight lines between -1 and 1."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class SparseSigmoid(Activation):
    """0 below -1, 1 above 1, (x + 1) / 2 between.

    Source: Keras, `keras.activations.sparse_sigmoid`.
    Example: sparse_sigmoid
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
