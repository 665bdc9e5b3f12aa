"""sensitivity_at_specificity: the largest share of positive rows found while enough negative ones are left alone."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count, UnitInterval, Whole
from nettrain.components.metrics._at import AtMetric


class SensitivityAtSpecificity(AtMetric):
    """The largest sensitivity tp / (tp + fn) at a threshold whose specificity tn / (tn + fp) is at least the given.

    0 where no threshold gets there. With several labels the mean over labels, each against the rest; a label that no
    row or every row has is left out. The running form looks at fixed thresholds only.

    Target: classes.
    Source: Altman and Bland 1994, Diagnostic tests 1: sensitivity and specificity.
    Example: sensitivity_at_specificity: 0.95
    """

    wanted: ClassVar[str] = "sensitivity"
    bounded: ClassVar[str] = "specificity"

    specificity: UnitInterval
    """Least share of the negative rows that are left alone."""
    num_thresholds: Count = 200
    """Thresholds of the running form, evenly spread."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: the second of two, the mean over several."""

    def chance(self) -> float:
        """The rest: of all rows, whatever their label, the same share is called."""
        return 1 - self.specificity
