"""random_uniform: uniform."""

from __future__ import annotations

from pydantic import model_validator

from nettrain.components.fields import Whole
from nettrain.components.schema import amiss
from nettrain.components.weights import Initializer


class RandomUniform(Initializer):
    """U(minval, maxval).

    Source: Keras, `keras.initializers.RandomUniform`.
    Example: random_uniform: {minval: -0.1, maxval: 0.1}
    """

    minval: float = -0.05
    """Lower end."""
    maxval: float = 0.05
    """Upper end."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""

    @model_validator(mode="after")
    def _ends_in_order(self) -> RandomUniform:
        if self.minval > self.maxval:
            got = f"{self.minval!r} and {self.maxval!r}"
            raise amiss(f"expected minval to be at most maxval, got {got}", "minval", "maxval")
        return self
