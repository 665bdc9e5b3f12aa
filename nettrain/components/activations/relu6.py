"""relu6: relu that ends at 6."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class Relu6(Activation):
    """min(max(x, 0), 6).

    Source: Krizhevsky 2010, Convolutional Deep Belief Networks on CIFAR-10.
    Example: relu6
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, 6.0)
