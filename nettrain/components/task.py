"""What is to be learned: the task, the target, and the forms in which labels go into a loss or a metric."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Task(StrEnum):
    """What the target asks for."""

    BINARY = "binary"
    """One of two labels."""
    MULTICLASS = "multiclass"
    """One of three or more labels."""
    REGRESSION = "regression"
    """One number or several."""


class Form(StrEnum):
    """How the labels of a batch stand in an array."""

    COLUMN = "column"
    """float (rows, k): 0 or 1 for two labels (k = 1), the numbers for regression (k = targets)."""
    CODE = "code"
    """int (rows,): the label's position in `Target.labels`."""
    ONE_HOT = "one_hot"
    """float (rows, labels): 1 at the label's position."""


class Link(StrEnum):
    """What the outputs of the network are, as a loss reads them."""

    VALUE = "value"
    """Numbers, to be compared with the target's."""
    PROBABILITY = "probability"
    """Probabilities: one in (0, 1) for two labels, or one a label with sum 1."""
    LOGIT = "logit"
    """Free numbers that a sigmoid or softmax makes into probabilities (`from_logits: true`)."""
    MARGIN = "margin"
    """Free numbers whose sign, or whose largest, decides; they are no probabilities."""


class Target(NamedTuple):
    """The columns to be predicted.

    `labels` are the classes as they stand in the file, in the order of their codes; empty for numbers.
    """

    task: Task
    columns: tuple[str, ...]
    labels: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Labels for classes, columns for numbers."""
        return len(self.labels) or len(self.columns)


CLASSES = frozenset({Task.BINARY, Task.MULTICLASS})
NUMBERS = frozenset({Task.REGRESSION})
"""Sets of tasks for a component's `tasks`."""
EVERY_TASK = CLASSES | NUMBERS
