"""l1: a penalty on sizes."""

from __future__ import annotations

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Regularizer


class L1(Regularizer):
    """l1 * sum |w|.

    Source: Tibshirani 1996, Regression Shrinkage and Selection via the Lasso.
    Example: l1: 0.001
    """

    l1: NonNegative = 0.01
    """The factor."""
