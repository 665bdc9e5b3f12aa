"""categorical_focal_crossentropy: a log loss over one-hot labels that looks at the hard rows."""

from __future__ import annotations

from nettrain.components.fields import Fraction, NonNegative
from nettrain.components.losses._families import SharesLoss


class CategoricalFocalCrossentropy(SharesLoss):
    """-alpha (1 - p)^gamma sum y log p.

    Target: labels; the last layer has one output a label with softmax (or linear with from_logits).
    Source: Lin et al. 2017, Focal Loss for Dense Object Detection.
    Example: categorical_focal_crossentropy
    """

    alpha: NonNegative = 0.25
    """Factor of the whole."""
    gamma: NonNegative = 2.0
    """How much less rows count that are right already; 0 is the plain cross-entropy."""
    from_logits: bool = False
    """Whether the network's outputs are logits instead of probabilities."""
    label_smoothing: Fraction = 0.0
    """Share by which the labels are drawn towards equal probabilities."""
