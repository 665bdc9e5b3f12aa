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

    def objection(self, axes: int) -> str | None:
        """Want a weight that has the axis."""
        return None if self.axis < axes else f"takes the norm along axis {self.axis}, but this weight has {axes} axes"
