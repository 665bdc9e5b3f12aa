"""cosine_decay: half a cosine from the first rate down, after a warm-up."""

from __future__ import annotations

from pydantic import model_validator

from nettrain.components.fields import Count, NonNegative, Positive, UnitInterval, Whole
from nettrain.components.optimizer import Schedule
from nettrain.components.schema import amiss


class CosineDecay(Schedule):
    """initial (alpha + (1 - alpha) (1 + cos(pi step / decay_steps)) / 2), after warmup_steps from initial up to
    warmup_target.

    Source: Loshchilov and Hutter 2016, SGDR: Stochastic Gradient Descent with Warm Restarts.
    Example: cosine_decay: {initial_learning_rate: 0.01, decay_steps: 1000}
    """

    initial_learning_rate: NonNegative
    """Learning rate at step 0; with a warm-up where it begins."""
    decay_steps: Count
    """Steps over which it falls."""
    alpha: UnitInterval = 0.0
    """Share of the rate that is left at the end."""
    warmup_target: Positive | None = None
    """Learning rate at the end of the warm-up; null: no warm-up."""
    warmup_steps: Whole = 0
    """Steps of the warm-up."""

    @model_validator(mode="after")
    def _rises_or_falls(self) -> CosineDecay:
        if self.initial_learning_rate == 0 and self.warmup_target is None:
            raise amiss(
                "an initial_learning_rate of 0 never rises: give warmup_target and warmup_steps",
                "initial_learning_rate",
            )
        if (self.warmup_target is None) != (self.warmup_steps == 0):
            got = f"got warmup_target {self.warmup_target or 'null'} and warmup_steps {self.warmup_steps}"
            raise amiss(
                f"a warm-up needs both, expected warmup_target above 0 and warmup_steps above 0; {got}",
                "warmup_target",
                "warmup_steps",
            )
        return self

    def warms_up(self) -> bool:
        """Where it has steps for it."""
        return self.warmup_steps > 0
