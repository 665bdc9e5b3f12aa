"""recall_at_precision: the largest share of positive rows found while enough of the calls are right."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count, UnitInterval, Whole
from nettrain.components.metrics._at import AtMetric


class RecallAtPrecision(AtMetric):
    """The largest recall tp / (tp + fn) of all thresholds whose precision tp / (tp + fp) is at least the given one.

    0 where no threshold gets there. With several labels the mean over labels, each against the rest; a label that no
    row or every row has is left out. The running form looks at fixed thresholds only.

    Target: classes.
    Source: Davis and Goadrich 2006, The Relationship Between Precision-Recall and ROC Curves.
    Example: recall_at_precision: 0.9
    """

    wanted: ClassVar[str] = "sensitivity"
    bounded: ClassVar[str] = "precision"

    precision: UnitInterval
    """Least share of the called rows that are positive."""
    num_thresholds: Count = 200
    """Thresholds of the running form, evenly spread."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: the second of two, the mean over several."""
