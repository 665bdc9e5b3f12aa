"""sparse_categorical_crossentropy: the log loss of one label among several."""

from __future__ import annotations

from nettrain.components.losses._families import SharesLoss
from nettrain.components.task import Form, Target


class SparseCategoricalCrossentropy(SharesLoss):
    """-log p of the true label.

    Target: labels; the last layer has one output a label with softmax (or linear with from_logits).
    Source: Good 1952, Rational Decisions.
    Example: sparse_categorical_crossentropy
    """

    from_logits: bool = False
    """Whether the network's outputs are logits instead of probabilities."""

    def form(self, target: Target, outputs: int) -> Form:
        """Take the labels' codes."""
        return Form.CODE
