"""matthews_correlation: the correlation between true and predicted labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called, count
from nettrain.components.metrics._mean import rounded
from nettrain.components.scaled import scaled
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MatthewsCorrelation(Metric):
    """(c s - sum(t p)) / sqrt((s^2 - sum(p^2)) (s^2 - sum(t^2))): 1 is perfect, 0 is no better than chance.

    c rows of s are right; t rows have a label, p are called it, summed over labels. For two labels it is the
    correlation coefficient of truth and prediction. It is 0 where all rows have, or are called, one label; not a number
    where no row counts.

    Target: classes.
    Source: Gorodkin 2004, Comparing two K-category assignments by a K-category correlation coefficient.
    Example: matthews_correlation
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Correlate over all rows."""
        import numpy as np

        counts, total = count(judged, called(judged)).scaled(judged.total), scaled(judged.total, judged.total)
        right = counts.true_positives.sum(axis=1)
        shared = right * total - (counts.occurring * counts.calls).sum(axis=1)
        spread = np.sqrt(_pairs(counts.calls) * _pairs(counts.occurring))
        neither = np.where(total > 0, 0.0, np.nan)
        return rounded(np.divide(shared, spread, out=neither, where=spread > 0))

    def decides(self) -> bool:
        """By the labels decided for."""
        return True

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False


def _pairs(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of the products of every two different sizes (samples, labels): (samples,).

    Each is multiplied with those before it, since the square of the sum less the squares would not be exactly 0.
    """
    before = sizes.cumsum(axis=1) - sizes
    products: NDArray[np.float64] = 2 * (sizes * before).sum(axis=1)
    return products
