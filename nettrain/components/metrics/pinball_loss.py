"""pinball_loss: how well predictions stand at a quantile of the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from nettrain.components.metrics._constants import quantiles
from nettrain.components.metrics._mean import ErrorMetric
from nettrain.components.task import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class PinballLoss(ErrorMetric):
    """The mean over rows and targets of q (y - p) where y is above p, and (1 - q) (p - y) where it is below.

    It is smallest for the q-quantile of the target; at q = 0.5 it is half the mean absolute error.

    Target: numbers.
    Source: Koenker and Bassett 1978, Regression Quantiles.
    Example: pinball_loss: 0.9
    """

    quantile: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """The share q of the rows that ought to lie below their prediction."""

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Weigh each difference by its side."""
        import numpy as np

        above = truth - predicted
        return np.asarray(np.maximum(self.quantile * above, (self.quantile - 1) * above))

    def constant(self, truth: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile."""
        import numpy as np

        return quantiles(truth, np.broadcast_to(weights[:, None], truth.shape), self.quantile)

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False
