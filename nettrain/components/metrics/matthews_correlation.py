"""matthews_correlation: the correlation between true and predicted labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called, count
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MatthewsCorrelation(Metric):
    """(c s - sum(t p)) / sqrt((s^2 - sum(p^2)) (s^2 - sum(t^2))): 1 is perfect, 0 is no better than chance.

    c rows of s are right; t rows have a label, p are called it, summed over labels. For two labels it is the
    correlation coefficient of truth and prediction. It is not a number where all rows have, or are called, one label.

    Target: classes.
    Source: Gorodkin 2004, Comparing two K-category assignments by a K-category correlation coefficient.
    Example: matthews_correlation
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def exact(self, judged: Judged) -> float:
        """Correlate over all rows."""
        counts = count(judged, called(judged))
        total, right = counts.occurring.sum(), counts.true_positives.sum()
        shared = right * total - counts.occurring @ counts.calls
        spread = _pairs(counts.calls) * _pairs(counts.occurring)
        return float(shared / spread**0.5) if spread > 0 else float("nan")

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False


def _pairs(sizes: NDArray[np.float64]) -> float:
    """Return the sum of the products of every two different sizes: the square of their sum less their squares."""
    import numpy as np

    products = np.outer(sizes, sizes)
    np.fill_diagonal(products, 0.0)
    return float(products.sum())
