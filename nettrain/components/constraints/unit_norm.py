"""unit_norm: norm 1."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Constraint


class UnitNorm(Constraint):
    """The weights of a unit divided by their norm.

    Source: Keras, `keras.constraints.UnitNorm`.
    Example: unit_norm
    """

    axis: Whole = 0
    """Axis along which the norm is taken; 0 for each unit of a dense layer."""
