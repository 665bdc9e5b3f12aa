"""binary_accuracy: the share of rows on the right side of a threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.fields import UnitInterval
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._mean import over_rows
from nettrain.components.metrics._running import Columns
from nettrain.components.task import Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BinaryAccuracy(Metric):
    """The share of rows that are called rightly, if a probability of the positive label above `threshold` calls it.

    Target: two labels.
    Source: Keras, `keras.metrics.BinaryAccuracy`
    Example: binary_accuracy: {threshold: 0.3}
    """

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.BINARY})
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True

    threshold: UnitInterval = 0.5
    """Probability above which the positive label is called."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count the rows that are right."""
        return over_rows(judged, self.right(judged))

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """Compare what the threshold calls with the truth."""
        right: NDArray[np.bool_] = judged.truth == (judged.predicted[:, 1] > self.threshold)
        return right

    def running(self, keras: Any, target: Target, outputs: int) -> Columns:
        """Keras's, on the positive label."""
        return Columns(keras, super().running(keras, target, outputs), label=1)
