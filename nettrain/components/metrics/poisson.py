"""poisson: how surprising counts are under the predicted rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from nettrain.components.metrics._mean import EPSILON, ErrorMetric

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Poisson(ErrorMetric):
    """mean(p - y log(p + 1e-7)) over rows and targets: the negative log likelihood of counts y at rates p.

    Less log(y!), which no rate changes. It is not a number where a prediction is below zero.

    Target: counts, none below zero.
    Source: Nelder and Wedderburn 1972, Generalized Linear Models.
    Example: poisson
    """

    bounds: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    lowest: ClassVar[float] = 0.0

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Weigh each rate against the count."""
        import numpy as np

        result: NDArray[Any] = predicted - truth * np.log(predicted + EPSILON)
        return result
