"""variance_scaling: random with a variance that follows the shape."""

from __future__ import annotations

from typing import Literal

from nettrain.components.fields import Positive, Whole
from nettrain.components.weights import Initializer


class VarianceScaling(Initializer):
    """Variance scale / n, with n of `mode`, drawn from `distribution`.

    Source: He et al. 2015, Delving Deep into Rectifiers; Glorot and Bengio 2010.
    Example: variance_scaling: {scale: 2.0, mode: fan_in}
    """

    scale: Positive = 1.0
    """Numerator of the variance."""
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    """Its denominator: inputs, outputs, or their mean."""
    distribution: Literal["truncated_normal", "untruncated_normal", "uniform"] = "truncated_normal"
    """What is drawn from."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
