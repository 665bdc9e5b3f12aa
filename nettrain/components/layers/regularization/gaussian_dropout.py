"""gaussian_dropout: multiply by random numbers around 1."""

from __future__ import annotations

import math
from typing import Any

from nettrain.components.fields import Fraction, Whole
from nettrain.components.layer import Draws, Random


class GaussianDropout(Random):
    """x * N(1, rate / (1 - rate)) while training.

    Shape: (...) -> (...). No weights.
    Source: Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting (section 10).
    Example: gaussian_dropout: 0.1
    """

    rate: Fraction
    """Sets the variance of the factor, rate / (1 - rate); 0 <= rate < 1."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""

    def passed(self, ops: Any, inputs: Any, draws: Draws) -> Any:
        """Multiply by numbers around 1."""
        deviation = math.sqrt(self.rate / (1 - self.rate))
        return inputs * ops.cast(1 + deviation * draws.normal(inputs.shape), inputs.dtype)
