"""What losses share: which tasks they serve and in which form they take the labels."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.loss import Loss
from nettrain.components.task import CLASSES, EVERY_TASK, NUMBERS, Form, Link, Target, Task


class NumberLoss(Loss):
    """A loss between numbers."""

    tasks: ClassVar[frozenset[Task]] = NUMBERS


class SharesLoss(Loss):
    """A loss between one-hot labels and one probability a label: two labels take two outputs."""

    tasks: ClassVar[frozenset[Task]] = CLASSES

    def form(self, target: Target, outputs: int) -> Form:
        """Take one-hot labels."""
        return Form.ONE_HOT

    def outputs(self, target: Target) -> tuple[int, ...]:
        """Take one output a label."""
        return (target.width,)

    def link(self, target: Target) -> Link:
        """Take probabilities, or logits with `from_logits`."""
        return Link.LOGIT if getattr(self, "from_logits", False) else Link.PROBABILITY


class ErrorLoss(Loss):
    """A loss between numbers that serves labels too: there it compares 0 and 1 with probabilities."""

    tasks: ClassVar[frozenset[Task]] = EVERY_TASK

    def form(self, target: Target, outputs: int) -> Form:
        """Take numbers as they are, two labels as 0 and 1, more as one-hot."""
        return Form.COLUMN if target.task is Task.REGRESSION or outputs == 1 else Form.ONE_HOT

    def outputs(self, target: Target) -> tuple[int, ...]:
        """Take one output a number or label; for two labels one will do."""
        return (1, 2) if target.task is Task.BINARY else (target.width,)

    def link(self, target: Target) -> Link:
        """Take numbers, or probabilities for labels."""
        return Link.VALUE if target.task is Task.REGRESSION else Link.PROBABILITY


class MarginLoss(Loss):
    """A loss of two labels that asks the output to lie beyond a margin on the label's side of 0."""

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.BINARY})

    def link(self, target: Target) -> Link:
        """Take a free number whose sign decides."""
        return Link.MARGIN
