"""mean_absolute_percentage_error: the mean size of the errors in percent of the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from nettrain.components.metrics._constants import quantiles
from nettrain.components.metrics._mean import EPSILON, ErrorMetric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MeanAbsolutePercentageError(ErrorMetric):
    """100 mean(|p - y| / |y|) over rows and targets; a truth nearer to zero than 1e-7 counts as 1e-7.

    Target: numbers.
    Source: de Myttenaere et al. 2016, Mean Absolute Percentage Error for regression models.
    Example: mean_absolute_percentage_error
    """

    divides: ClassVar[bool] = True

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Divide each difference by the truth."""
        shares: NDArray[Any] = abs(predicted - truth) / abs(truth).clip(min=EPSILON)
        return 100 * shares

    def constant(self, truth: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The median, each number counting as much as its errors."""
        return quantiles(truth, weights[:, None] / abs(truth).clip(min=EPSILON), 0.5)
