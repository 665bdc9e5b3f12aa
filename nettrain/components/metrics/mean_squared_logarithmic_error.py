"""mean_squared_logarithmic_error: the mean of the squared differences of logarithms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from nettrain.components.metrics._mean import EPSILON, ErrorMetric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MeanSquaredLogarithmicError(ErrorMetric):
    """mean((log(1 + p) - log(1 + y))^2) over rows and targets; what is below 1e-7 counts as 1e-7.

    It is not a number where the truth is below zero; the running form counts that as 1e-7 too.

    Target: numbers, none below zero.
    Source: Keras, `keras.metrics.MeanSquaredLogarithmicError`
    Example: mean_squared_logarithmic_error
    """

    lowest: ClassVar[float] = 0.0

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Square each difference of logarithms."""
        import numpy as np

        counts = np.where(truth < 0, np.nan, truth).clip(min=EPSILON)
        difference: NDArray[Any] = np.log1p(predicted.clip(min=EPSILON)) - np.log1p(counts)
        return difference**2

    def constant(self, truth: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The number whose logarithm is the mean."""
        import numpy as np

        return np.expm1(np.average(np.log1p(truth.clip(min=EPSILON)), axis=0, weights=weights))
