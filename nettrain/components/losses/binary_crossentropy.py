"""binary_crossentropy: the log loss of two labels."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Fraction
from nettrain.components.loss import Loss
from nettrain.components.task import Link, Target, Task


class BinaryCrossentropy(Loss):
    """-(y log p + (1 - y) log(1 - p)).

    Target: two labels; the last layer has one output with sigmoid (or linear with from_logits).
    Source: Good 1952, Rational Decisions.
    Example: binary_crossentropy
    """

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.BINARY})

    from_logits: bool = False
    """Whether the network's output is the logit, log(p / (1 - p)), instead of p."""
    label_smoothing: Fraction = 0.0
    """Share by which the labels 0 and 1 are drawn towards 0.5."""

    def link(self, target: Target) -> Link:
        """Take probabilities, or logits with `from_logits`."""
        return Link.LOGIT if self.from_logits else Link.PROBABILITY
