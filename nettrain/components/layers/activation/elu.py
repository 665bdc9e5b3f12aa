"""elu: x above 0, an exponential below."""

from __future__ import annotations

from nettrain.components.fields import NonNegative
from nettrain.components.layer import Unchanged


class ELU(Unchanged):
    """x for x > 0, alpha * (exp(x) - 1) below.

    Shape: (...) -> (...). No weights.
    Source: Clevert, Unterthiner and Hochreiter 2015, Fast and Accurate Deep Network Learning by ELUs.
    Example: elu
    """

    alpha: NonNegative = 1.0
    """How far the outputs fall below 0."""

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation."""
        return "elu"
