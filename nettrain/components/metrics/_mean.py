"""Means over rows, and the metrics of numbers that are one."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.task import NUMBERS, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

EPSILON = 1e-7
"""What Keras puts in the place of a zero that would divide or stand in a logarithm."""


def over_rows(judged: Judged, values: NDArray[Any]) -> Any:
    """Return the weighted mean over the first axis of `values` (rows, ...); nan where the weights add up to nothing."""
    import numpy as np

    if judged.weights is None:
        return values.mean(axis=0)
    total = judged.weights.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.tensordot(judged.weights, values, axes=1) / total


def centred(judged: Judged, values: NDArray[Any]) -> NDArray[Any]:
    """Return `values` (rows, ...) less their mean over rows: exactly 0 where all rows are the same."""
    shifted = values - values[0 if judged.weights is None else judged.weights.argmax()]
    result: NDArray[Any] = shifted - over_rows(judged, shifted)
    return result


class ErrorMetric(Metric):
    """A mean over rows and targets of what one number is off by: the smaller the better."""

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)

    def exact(self, judged: Judged) -> float:
        """Average over the targets, then over the rows."""
        import numpy as np

        with np.errstate(all="ignore"):
            return float(over_rows(judged, self.errors(judged.truth, judged.predicted).mean(axis=1)))

    @abstractmethod
    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Return what each number (rows, targets) is off by."""
