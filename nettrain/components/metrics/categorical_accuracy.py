"""categorical_accuracy: the share of rows whose label is predicted; the same as accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._accuracy import accuracy, running_accuracy
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CategoricalAccuracy(Metric):
    """The share of rows for which the label decided for is the true one.

    Target: classes.
    Source: Keras, `keras.metrics.CategoricalAccuracy`
    Example: categorical_accuracy
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Compare what was decided with the truth."""
        return accuracy(judged)

    def decides(self) -> bool:
        """By the labels decided for."""
        return True

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """One output is compared with 0.5; of several the largest is the label."""
        return running_accuracy(keras, outputs, keras.metrics.CategoricalAccuracy)
