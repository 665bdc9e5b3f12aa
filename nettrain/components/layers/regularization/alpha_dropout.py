"""alpha_dropout: dropout that keeps mean and variance behind selu."""

from __future__ import annotations

from typing import Any

from nettrain.components.fields import Fraction, Whole
from nettrain.components.layer import Draws, Random
from nettrain.components.layers.regularization._mask import MaskShape, check_mask, spread
from nettrain.components.layout import Shape

FLOOR = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946
"""What selu tends to for inputs far below 0."""


class AlphaDropout(Random):
    """While training, set a random share of the inputs to the value that selu tends to, keeping mean and variance.

    Shape: (...) -> (...). No weights.
    Source: Klambauer et al. 2017, Self-Normalizing Neural Networks.
    Example: alpha_dropout: 0.05
    """

    rate: Fraction
    """Share of inputs that is dropped, 0 <= rate < 1."""
    noise_shape: MaskShape | None = None
    """Shape of the mask with the axis of rows; an axis of 1 shares its mask, null takes the input's."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the mask must spread over it."""
        check_mask(inputs, self.noise_shape)
        return inputs

    def passed(self, ops: Any, inputs: Any, draws: Draws) -> Any:
        """Put the value where u < rate, then scale and shift."""
        kept = draws.uniform(spread(inputs, self.noise_shape)) >= self.rate
        scale = ((1 - self.rate) * (1 + self.rate * FLOOR**2)) ** -0.5
        return scale * ops.where(kept, inputs, FLOOR) - scale * FLOOR * self.rate
