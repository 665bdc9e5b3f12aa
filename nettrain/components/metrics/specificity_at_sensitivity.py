"""specificity_at_sensitivity: the largest share of negative rows left alone while enough positive ones are found."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count, UnitInterval, Whole
from nettrain.components.metrics._at import AtMetric


class SpecificityAtSensitivity(AtMetric):
    """The largest specificity tn / (tn + fp) at a threshold whose sensitivity tp / (tp + fn) is at least the given.

    0 where no threshold gets there. With several labels the mean over labels, each against the rest; a label that no
    row or every row has is left out. The running form looks at fixed thresholds only.

    Target: classes.
    Source: Altman and Bland 1994, Diagnostic tests 1: sensitivity and specificity.
    Example: specificity_at_sensitivity: 0.95
    """

    wanted: ClassVar[str] = "specificity"
    bounded: ClassVar[str] = "sensitivity"

    sensitivity: UnitInterval
    """Least share of the positive rows that are found."""
    num_thresholds: Count = 200
    """Thresholds of the running form, evenly spread."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: the second of two, the mean over several."""

    def chance(self) -> float:
        """The rest: of all rows, whatever their label, the same share is called."""
        return 1 - self.sensitivity
