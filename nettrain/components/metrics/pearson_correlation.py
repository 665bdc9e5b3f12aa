"""pearson_correlation: how close predictions and truth are to a straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._mean import centred, covariance, variance
from nettrain.components.ratio import ratio
from nettrain.components.scaled import scaled
from nettrain.components.task import NUMBERS, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class PearsonCorrelation(Metric):
    """cov(y, p) / (std(y) std(p)) over all rows, the mean over targets.

    Offset and scale of the predictions do not matter. It is 0 where they never change; not a number where the truth
    never does.

    Target: numbers.
    Source: Pearson 1895, Notes on regression and inheritance in the case of two parents.
    Example: pearson_correlation
    """

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Correlate over all rows, each target by itself."""
        import numpy as np

        near = [centred(judged, numbers) for numbers in (judged.truth, judged.predicted)]
        truth, predicted = (scaled(numbers, abs(numbers).max(axis=0)) for numbers in near)
        own, other = variance(judged, truth), variance(judged, predicted)
        cosines = ratio(covariance(judged, truth, predicted), np.sqrt(own * other))
        means: NDArray[np.float64] = np.where((own > 0) & (other == 0), 0.0, cosines).mean(axis=1)
        return means

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras's correlates within each row or each batch."""
        return False
