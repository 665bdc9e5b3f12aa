"""precision_at_recall: the largest precision while enough positive rows are found."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count, UnitInterval, Whole
from nettrain.components.metrics._at import AtMetric


class PrecisionAtRecall(AtMetric):
    """The largest precision tp / (tp + fp) of all thresholds whose recall tp / (tp + fn) is at least the given one.

    0 where no threshold gets there. With several labels the mean over labels, each against the rest; a label that no
    row or every row has is left out. The running form looks at fixed thresholds only.

    Target: classes.
    Source: Davis and Goadrich 2006, The Relationship Between Precision-Recall and ROC Curves.
    Example: precision_at_recall: 0.8
    """

    wanted: ClassVar[str] = "precision"
    bounded: ClassVar[str] = "sensitivity"

    recall: UnitInterval
    """Least share of the positive rows that are found."""
    num_thresholds: Count = 200
    """Thresholds of the running form, evenly spread."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: the second of two, the mean over several."""
