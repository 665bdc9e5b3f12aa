"""l1_l2: a penalty on sizes and squares."""

from __future__ import annotations

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Regularizer


class L1L2(Regularizer):
    """l1 * sum |w| + l2 * sum w^2.

    Source: Zou and Hastie 2005, Regularization and variable selection via the elastic net.
    Example: l1_l2: {l1: 0.001, l2: 0.001}
    """

    l1: NonNegative = 0.0
    """Factor of the sum of sizes."""
    l2: NonNegative = 0.0
    """Factor of the sum of squares."""
