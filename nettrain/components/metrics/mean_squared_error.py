"""mean_squared_error: the mean of the squared errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nettrain.components.metrics._mean import ErrorMetric

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(ErrorMetric):
    """mean((p - y)^2) over rows and targets, in the square of the target's unit; large errors weigh most.

    Target: numbers.
    Source: Gauss 1823, Theoria combinationis observationum erroribus minimis obnoxiae.
    Example: mean_squared_error
    """

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Square each difference."""
        squares: NDArray[Any] = (predicted - truth) ** 2
        return squares
