"""gaussian_dropout: multiply by random numbers around 1."""

from __future__ import annotations

from nettrain.components.fields import Fraction, Whole
from nettrain.components.layer import Unchanged


class GaussianDropout(Unchanged):
    """x * N(1, rate / (1 - rate)) while training.

    Shape: (...) -> (...). No weights.
    Source: Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting (section 10).
    Example: gaussian_dropout: 0.1
    """

    rate: Fraction
    """Sets the variance of the factor, rate / (1 - rate); 0 <= rate < 1."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""
