"""gaussian_noise: add random numbers around 0."""

from __future__ import annotations

from typing import Any

from nettrain.components.fields import UnitInterval, Whole
from nettrain.components.layer import Draws, Random


class GaussianNoise(Random):
    """x + N(0, stddev^2) while training.

    Shape: (...) -> (...). No weights.
    Source: Bishop 1995, Training with Noise is Equivalent to Tikhonov Regularization.
    Example: gaussian_noise: 0.05
    """

    stddev: UnitInterval
    """Standard deviation of what is added, at most 1."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""

    def passed(self, ops: Any, inputs: Any, draws: Draws) -> Any:
        """Add numbers around 0."""
        return inputs + ops.cast(self.stddev * draws.normal(inputs.shape), inputs.dtype)
