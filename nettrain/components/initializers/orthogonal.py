"""orthogonal: a random orthogonal matrix."""

from __future__ import annotations

from nettrain.components.fields import Whole
from nettrain.components.weights import Initializer


class Orthogonal(Initializer):
    """`gain` times an orthogonal matrix, drawn by the QR decomposition of normal numbers.

    Source: Saxe, McClelland and Ganguli 2013, Exact solutions to the nonlinear dynamics of learning in deep linear
    networks.
    Example: orthogonal
    """

    gain: float = 1.0
    """The factor."""
    seed: Whole | None = None
    """Seed of the draw; null follows the config's seed."""

    def objection(self, axes: int) -> str | None:
        """Want a matrix, or more."""
        return None if axes >= 2 else f"is for weights of two axes or more, but this one has {axes}"
