"""mean_absolute_error: the mean size of the errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nettrain.components.metrics._mean import ErrorMetric

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanAbsoluteError(ErrorMetric):
    """mean(|p - y|) over rows and targets, in the target's unit.

    Target: numbers.
    Source: Willmott and Matsuura 2005, Advantages of the mean absolute error (MAE) over the root mean square
    error (RMSE) in assessing average model performance.
    Example: mean_absolute_error
    """

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Take the size of each difference."""
        return abs(predicted - truth)
