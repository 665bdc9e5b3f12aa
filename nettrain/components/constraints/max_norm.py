"""max_norm: a largest norm."""

from __future__ import annotations

from nettrain.components.fields import Positive, Whole
from nettrain.components.weights import Constraint


class MaxNorm(Constraint):
    """The weights of a unit, scaled down if their norm is above `max_value`.

    Source: Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting.
    Example: max_norm: 3
    """

    max_value: Positive = 2.0
    """The largest norm."""
    axis: Whole = 0
    """Axis along which the norm is taken; 0 for each unit of a dense layer."""

    def objection(self, axes: int) -> str | None:
        """Want a weight that has the axis."""
        return None if self.axis < axes else f"takes the norm along axis {self.axis}, but this weight has {axes} axes"
