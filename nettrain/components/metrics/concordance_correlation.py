"""concordance_correlation: how close predictions and truth are to being equal."""

from __future__ import annotations

from typing import ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import ratio
from nettrain.components.metrics._mean import centred, over_rows
from nettrain.components.task import NUMBERS, Target, Task


class ConcordanceCorrelation(Metric):
    """2 cov(y, p) / (var(y) + var(p) + (mean(y) - mean(p))^2) over all rows, the mean over targets.

    Not a number where the truth and the predictions are one and the same number in every row.

    Target: numbers.
    Source: Lin 1989, A Concordance Correlation Coefficient to Evaluate Reproducibility.
    Example: concordance_correlation
    """

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def exact(self, judged: Judged) -> float:
        """Correlate over all rows, each target by itself."""
        mean, middle = over_rows(judged, judged.truth), over_rows(judged, judged.predicted)
        truth, predicted = centred(judged, judged.truth), centred(judged, judged.predicted)
        shared, own, others = (over_rows(judged, product) for product in (truth * predicted, truth**2, predicted**2))
        return float(ratio(2 * shared, own + others + (mean - middle) ** 2).mean())

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras's correlates within each row or each batch."""
        return False
