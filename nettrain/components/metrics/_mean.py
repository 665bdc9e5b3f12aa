"""Means over rows, and the metrics of numbers that are one."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.task import NUMBERS, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EPSILON = 1e-7
"""What Keras puts in the place of a zero that would divide or stand in a logarithm."""


NEARLY_ZERO = 1e-12
"""Share of a sum of squares below which its variance is taken for rounding, and a score between -1 and 1 for 0."""


def over_rows(judged: Judged, values: NDArray[Any]) -> NDArray[np.float64]:
    """Return the weighted mean of `values` (rows, ...) over the rows of each sample: (samples, ...).

    It is nan where the weights add up to nothing.
    """
    import numpy as np

    summed = judged.sums(values)
    total = judged.total.reshape(-1, *[1] * (summed.ndim - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(summed / total)


def centred(judged: Judged, values: NDArray[Any]) -> NDArray[Any]:
    """Return `values` (rows, ...) less their mean over all rows, from which moments are taken without loss.

    Rows that count nothing are at the mean. Where no row counts no moment is defined.
    """
    import numpy as np

    weights = judged.weights if judged.weights is not None and judged.weights.any() else None
    known = judged.counted(values)
    return judged.counted(known - np.average(known, axis=0, weights=weights))


def variance(judged: Judged, near: NDArray[Any]) -> NDArray[np.float64]:
    """Return the variance over the rows of each sample (samples, ...) of centred values: 0 where all are the same."""
    import numpy as np

    squares = over_rows(judged, near**2)
    spread = squares - over_rows(judged, near) ** 2
    return np.where(spread > NEARLY_ZERO * squares, spread, np.where(np.isnan(spread), spread, 0.0))


def covariance(judged: Judged, near: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    """Return the covariance over the rows of each sample (samples, ...) of two centred arrays."""
    return over_rows(judged, near * other) - over_rows(judged, near) * over_rows(judged, other)


def rounded(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores whose unit is 1, with 0 where nothing but rounding is left of them."""
    import numpy as np

    return np.where(abs(scores) < NEARLY_ZERO, 0.0, scores)


class ErrorMetric(Metric):
    """A mean over rows and targets of what one number is off by: the smaller the better."""

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over the targets, then over the rows."""
        import numpy as np

        with np.errstate(all="ignore"):
            return over_rows(judged, self.errors(judged.truth, judged.predicted).mean(axis=1))

    @abstractmethod
    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Return what each number (rows, targets) is off by."""
