"""categorical_crossentropy: the log loss over one-hot labels."""

from __future__ import annotations

from nettrain.components.fields import Fraction
from nettrain.components.losses._families import SharesLoss


class CategoricalCrossentropy(SharesLoss):
    """-sum y log p.

    Target: labels; the last layer has one output a label with softmax (or linear with from_logits).
    Source: Good 1952, Rational Decisions.
    Example: categorical_crossentropy: {label_smoothing: 0.1}
    """

    from_logits: bool = False
    """Whether the network's outputs are logits instead of probabilities."""
    label_smoothing: Fraction = 0.0
    """Share by which the labels are drawn towards equal probabilities."""
