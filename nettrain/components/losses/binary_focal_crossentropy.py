"""binary_focal_crossentropy: a log loss of two labels that looks at the hard rows."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from nettrain.components.fields import Fraction, NonNegative, UnitInterval
from nettrain.components.loss import Loss
from nettrain.components.schema import amiss
from nettrain.components.task import Link, Target, Task


class BinaryFocalCrossentropy(Loss):
    """-(1 - p)^gamma log p for y = 1, -p^gamma log(1 - p) for y = 0.

    Target: two labels; the last layer has one output with sigmoid (or linear with from_logits).
    Source: Lin et al. 2017, Focal Loss for Dense Object Detection.
    Example: binary_focal_crossentropy: {gamma: 2.0}
    """

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.BINARY})

    apply_class_balancing: bool = False
    """Whether alpha weighs the labels."""
    alpha: UnitInterval = 0.25
    """Weight of the second label, 1 - alpha of the first; used with apply_class_balancing."""
    gamma: NonNegative = 2.0
    """How much less rows count that are right already; 0 is the plain cross-entropy."""
    from_logits: bool = False
    """Whether the network's output is the logit instead of the probability."""
    label_smoothing: Fraction = 0.0
    """Share by which the labels 0 and 1 are drawn towards 0.5."""

    def link(self, target: Target) -> Link:
        """Take probabilities, or logits with `from_logits`."""
        return Link.LOGIT if self.from_logits else Link.PROBABILITY

    @model_validator(mode="after")
    def _alpha_acts(self) -> BinaryFocalCrossentropy:
        if not self.apply_class_balancing and self.alpha != 0.25:
            raise amiss(f"alpha: {self.alpha:g} does nothing without apply_class_balancing: true", "alpha")
        return self
