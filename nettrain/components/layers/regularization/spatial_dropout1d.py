"""spatial_dropout1d: drop whole features of a sequence."""

from __future__ import annotations

from typing import Any

from nettrain.components.fields import Fraction, Whole
from nettrain.components.layer import Draws, Random
from nettrain.components.layout import Shape, axes


class SpatialDropout1D(Random):
    """Set a random share of the features to zero over all steps while training, and scale the rest by 1 / (1 - rate).

    Shape: (steps, features) -> (steps, features). No weights.
    Source: Tompson et al. 2014, Efficient Object Localization Using Convolutional Networks.
    Example: spatial_dropout1d: 0.1
    """

    rate: Fraction
    """Share of features that is dropped, 0 <= rate < 1."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape of a sequence."""
        axes(inputs, 2, "(steps, features)")
        return inputs

    def passed(self, ops: Any, inputs: Any, draws: Draws) -> Any:
        """Keep a feature where u >= rate."""
        rows, _, features = inputs.shape
        return ops.where(draws.uniform((rows, 1, features)) >= self.rate, inputs / (1 - self.rate), 0)
