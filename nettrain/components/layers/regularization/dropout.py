"""dropout: set a random share of the inputs to zero while training."""

from __future__ import annotations

from typing import Any

from nettrain.components.fields import Fraction, Whole
from nettrain.components.layer import Draws, Random
from nettrain.components.layers.regularization._mask import MaskShape, check_mask, spread
from nettrain.components.layout import Shape


class Dropout(Random):
    """Set a random share of the inputs to zero while training, and scale the rest by 1 / (1 - rate).

    Shape: (...) -> (...). No weights.
    Source: Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting.
    Example: dropout: 0.1
    """

    rate: Fraction
    """Share of inputs that is dropped, 0 <= rate < 1."""
    noise_shape: MaskShape | None = None
    """Shape of the mask with the axis of rows; an axis of 1 shares its mask, null takes the input's."""
    seed: Whole | None = None
    """Seed of the masks; null follows the config's seed."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the mask must spread over it."""
        check_mask(inputs, self.noise_shape)
        return inputs

    def passed(self, ops: Any, inputs: Any, draws: Draws) -> Any:
        """Keep where u >= rate."""
        kept = draws.uniform(spread(inputs, self.noise_shape)) >= self.rate
        return ops.where(kept, inputs / (1 - self.rate), 0)
