"""false_positives: rows wrongly called positive."""

from __future__ import annotations

from typing import ClassVar, Literal

from nettrain.components.metrics._counted import CountMetric


class FalsePositives(CountMetric):
    """The number of rows (or the sum of their weights) that lack the positive label but are called positive.

    With several labels each is counted against the rest, and the counts are added.

    Target: classes.
    Source: Fawcett 2006, An introduction to ROC analysis.
    Example: false_positives
    """

    goal: ClassVar[Literal["max", "min"]] = "min"
    cell: ClassVar[str] = "false_positives"
