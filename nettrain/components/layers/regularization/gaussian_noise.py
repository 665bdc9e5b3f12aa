"""gaussian_noise: add random numbers around 0."""

from __future__ import annotations

from nettrain.components.fields import UnitInterval, Whole
from nettrain.components.layer import Unchanged


class GaussianNoise(Unchanged):
    """x + N(0, stddev^2) while training.

    Shape: (...) -> (...). No weights.
    Source: Bishop 1995, Training with Noise is Equivalent to Tikhonov Regularization.
    Example: gaussian_noise: 0.05
    """

    stddev: UnitInterval
    """Standard deviation of what is added, at most 1."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
