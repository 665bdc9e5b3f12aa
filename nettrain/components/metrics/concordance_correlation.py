"""concordance_correlation: how close predictions and truth are to being equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._mean import centred, covariance, over_rows, rounded, variance
from nettrain.components.ratio import ratio
from nettrain.components.task import NUMBERS, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Correlate over all rows, each target by itself."""
        truth, predicted = centred(judged, judged.truth), centred(judged, judged.predicted)
        apart = over_rows(judged, judged.truth) - over_rows(judged, judged.predicted)
        whole = variance(judged, truth) + variance(judged, predicted) + apart**2
        means: NDArray[np.float64] = rounded(ratio(2 * covariance(judged, truth, predicted), whole)).mean(axis=1)
        return means

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras's correlates within each row or each batch."""
        return False
