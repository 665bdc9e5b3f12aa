"""piecewise_constant_decay: given rates between given steps."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from nettrain.components.fields import Positive, Whole
from nettrain.components.optimizer import Schedule
from nettrain.components.schema import amiss


class PiecewiseConstantDecay(Schedule):
    """values[i] from the step after boundaries[i - 1] up to boundaries[i].

    Source: Keras, `keras.optimizers.schedules.PiecewiseConstantDecay`.
    Example: piecewise_constant_decay: {boundaries: [100, 200], values: [0.01, 0.003, 0.001]}
    """

    boundaries: Annotated[tuple[Whole, ...], Field(min_length=1)]
    """Last step of each stretch, rising."""
    values: Annotated[tuple[Positive, ...], Field(min_length=2)]
    """Learning rate of each stretch: one more than boundaries."""

    @model_validator(mode="after")
    def _one_more_value(self) -> PiecewiseConstantDecay:
        if len(self.values) != len(self.boundaries) + 1:
            got = f"got {len(self.values)}"
            raise amiss(
                f"expected {len(self.boundaries) + 1} values for {len(self.boundaries)} boundaries, {got}",
                "values",
                "boundaries",
            )
        if any(a >= b for a, b in zip(self.boundaries, self.boundaries[1:], strict=False)):
            raise amiss(f"expected boundaries that rise, got {list(self.boundaries)}", "boundaries")
        return self
