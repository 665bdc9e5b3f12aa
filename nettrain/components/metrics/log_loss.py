"""log_loss: how surprising the true labels are under the predicted probabilities."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._cross_entropy import cross_entropy
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LogLoss(Metric):
    """The mean over rows of -log p, p the probability given to the true label, held in [2.2e-16, 1 - 2.2e-16].

    Target: classes.
    Source: Good 1952, Rational Decisions.
    Example: log_loss
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    probabilities: ClassVar[bool] = True

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        return cross_entropy(judged, clip=2.0**-52)

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """Keras's cross-entropy, for one output or for several; it holds p in [1e-7, 1 - 1e-7]."""
        return keras.metrics.BinaryCrossentropy() if outputs == 1 else keras.metrics.CategoricalCrossentropy()
