"""median_absolute_error: the size of the error that half of the rows stay below."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._constants import shortest_half
from nettrain.components.quantile import quantile
from nettrain.components.task import NUMBERS, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MedianAbsoluteError(Metric):
    """The median over rows of |p - y|, in the target's unit; the mean over targets.

    Where exactly half of the rows (or of their weights) lie below a gap, the middle of the gap.

    Target: numbers.
    Source: Hampel 1974, The Influence Curve and Its Role in Robust Estimation.
    Example: median_absolute_error
    """

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    ranks: ClassVar[bool] = True

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Find the middle of the weights, in the order of the errors."""
        import numpy as np

        sizes = abs(judged.predicted - judged.truth)
        orders = np.argsort(sizes, axis=0, kind="stable")
        medians = []
        for masses in judged.masses():
            columns = zip(sizes.T, orders.T, strict=True)
            medians.append(np.mean([_middles(size[order], masses[:, order]) for size, order in columns], axis=0))
        return np.concatenate(medians)

    def constant(self, truth: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The middle of the shortest range that holds half of the rows."""
        import numpy as np

        return np.array([shortest_half(numbers, weights) for numbers in truth.T])

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False


def _middles(rising: NDArray[np.float64], masses: NDArray[np.float64]) -> list[float]:
    """Return the median in each sample of rising numbers (rows,) that count `masses` (samples, rows)."""
    return [quantile(rising, below, 0.5) for below in masses.cumsum(axis=1)]
