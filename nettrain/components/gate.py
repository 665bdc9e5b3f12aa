"""The gate: what a metric must reach for the run to pass."""

from __future__ import annotations

import math

from pydantic import model_validator

from nettrain.components.schema import Schema, amiss


class Gate(Schema):
    """What a metric must reach: the smallest and the largest value that pass, both included, or its baseline."""

    min: float | None = None
    """The smallest value that passes; null: no lower end."""
    max: float | None = None
    """The largest value that passes; null: no upper end."""

    beats_baseline: bool = False
    """Whether the metric's whole 95 % interval must lie on the better side of its baseline."""

    @model_validator(mode="after")
    def _asks_for_something_that_can_be(self) -> Gate:
        if self.min is None and self.max is None and not self.beats_baseline:
            raise amiss("expected min, max or beats_baseline: true, got none of them")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise amiss(f"expected min to be at most max, got min {self.min!r} and max {self.max!r}", "min", "max")
        return self

    def passed(self, value: float) -> bool:
        """Return whether `value` lies in the gate; what is not finite never does."""
        return (
            math.isfinite(value) and (self.min is None or value >= self.min) and (self.max is None or value <= self.max)
        )
