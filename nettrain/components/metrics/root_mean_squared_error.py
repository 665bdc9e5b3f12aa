"""root_mean_squared_error: the typical size of the errors, large ones weighing most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nettrain.components.metric import Judged
from nettrain.components.metrics._mean import ErrorMetric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class RootMeanSquaredError(ErrorMetric):
    """sqrt(mean((p - y)^2)), the mean over rows and targets before the root; in the target's unit.

    Target: numbers.
    Source: Chai and Draxler 2014, Root mean square error (RMSE) or mean absolute error (MAE)?
    Example: root_mean_squared_error
    """

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Take the root of the mean."""
        import numpy as np

        return np.sqrt(super().sampled(judged))

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Square each difference."""
        squares: NDArray[Any] = (predicted - truth) ** 2
        return squares
