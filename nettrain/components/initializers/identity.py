"""identity: the identity matrix."""

from __future__ import annotations

from nettrain.components.weights import Initializer


class Identity(Initializer):
    """`gain` on the diagonal, 0 elsewhere; for weights of two axes.

    Source: Le, Jaitly and Hinton 2015, A Simple Way to Initialize Recurrent Networks of Rectified Linear Units.
    Example: identity
    """

    gain: float = 1.0
    """The numbers on the diagonal."""

    def objection(self, axes: int) -> str | None:
        """Want a matrix."""
        return None if axes == 2 else f"is for weights of two axes, but this one has {axes}"
