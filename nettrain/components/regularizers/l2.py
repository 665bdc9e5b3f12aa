"""l2: a penalty on squares."""

from __future__ import annotations

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Regularizer


class L2(Regularizer):
    """l2 * sum w^2.

    Source: Hoerl and Kennard 1970, Ridge Regression.
    Example: l2: 0.001
    """

    l2: NonNegative = 0.01
    """The factor."""
