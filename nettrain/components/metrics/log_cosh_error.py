"""log_cosh_error: squared for small errors, absolute for large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nettrain.components.metrics._mean import ErrorMetric

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LogCoshError(ErrorMetric):
    """mean(log(cosh(p - y))) over rows and targets: half the square of a small error, a large one less log 2.

    Target: numbers.
    Source: Saleh and Saleh 2022, Statistical Properties of the log-cosh Loss Function Used in Machine Learning.
    Example: log_cosh_error
    """

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Take log cosh of each difference e: log(1 + 2 sinh(e / 2)^2) loses nothing of a small one, and
        |e| + log(1 + exp(-2 |e|)) - log 2 does not overflow."""
        import numpy as np

        size = abs(predicted - truth)
        small = np.log1p(2 * np.sinh(size.clip(max=1) / 2) ** 2)
        result: NDArray[Any] = np.where(size < 1, small, size + np.log1p(np.exp(-2 * size)) - np.log(2))
        return result
