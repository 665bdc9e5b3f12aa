"""cosine_similarity: the direction of several numbers."""

from __future__ import annotations

from nettrain.components.losses._families import NumberLoss
from nettrain.components.task import Target


class CosineSimilarity(NumberLoss):
    """-cos of the angle between y and y_hat; -1 is the best.

    Target: several numbers, whose length does not count.
    Source: Keras, `keras.losses.CosineSimilarity`.
    Example: cosine_similarity
    """

    def objection(self, target: Target, outputs: int, activation: str) -> str | None:
        """Refuse a single number, which has no direction."""
        if target.width > 1:
            return None
        return "compares the direction of several numbers, but the target has one"
