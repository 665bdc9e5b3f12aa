"""min_max_norm: a smallest and a largest norm."""

from __future__ import annotations

from pydantic import model_validator

from nettrain.components.fields import NonNegative, Positive, UnitInterval, Whole
from nettrain.components.schema import amiss
from nettrain.components.weights import Constraint


class MinMaxNorm(Constraint):
    """The weights of a unit, scaled so that their norm lies between `min_value` and `max_value`.

    Source: Keras, `keras.constraints.MinMaxNorm`.
    Example: min_max_norm: {min_value: 0.5, max_value: 2.0}
    """

    min_value: NonNegative = 0.0
    """The smallest norm."""
    max_value: Positive = 1.0
    """The largest norm."""
    rate: UnitInterval = 1.0
    """Share of the way to the bound that is gone at each step."""
    axis: Whole = 0
    """Axis along which the norm is taken; 0 for each unit of a dense layer."""

    @model_validator(mode="after")
    def _ends_in_order(self) -> MinMaxNorm:
        if self.min_value > self.max_value:
            got = f"{self.min_value!r} and {self.max_value!r}"
            raise amiss(f"expected min_value to be at most max_value, got {got}", "min_value", "max_value")
        return self

    def objection(self, axes: int) -> str | None:
        """Want a weight that has the axis."""
        return None if self.axis < axes else f"takes the norm along axis {self.axis}, but this weight has {axes} axes"
