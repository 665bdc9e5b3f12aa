"""non_neg: no negative weights."""

from __future__ import annotations

from nettrain.components.weights import Constraint


class NonNeg(Constraint):
    """max(w, 0).

    Source: Keras, `keras.constraints.NonNeg`.
    Example: non_neg
    """
