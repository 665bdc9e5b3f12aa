"""true_negatives: rows rightly called negative."""

from __future__ import annotations

from typing import ClassVar, Literal

from nettrain.components.metrics._counted import CountMetric


class TrueNegatives(CountMetric):
    """The number of rows (or the sum of their weights) that lack the positive label and are called negative.

    With several labels each is counted against the rest, and the counts are added.

    Target: classes.
    Source: Fawcett 2006, An introduction to ROC analysis.
    Example: true_negatives
    """

    goal: ClassVar[Literal["max", "min"]] = "max"
    cell: ClassVar[str] = "true_negatives"
