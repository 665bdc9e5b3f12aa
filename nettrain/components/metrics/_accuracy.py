"""Shares of rows that are right: by the label decided for, or by the k most probable ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called
from nettrain.components.metrics._mean import over_rows
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AccuracyMetric(Metric):
    """The share of rows for which the label decided for is the true one."""

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    several: ClassVar[str] = "CategoricalAccuracy"
    """Keras's class for more than one output."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Compare what was decided with the truth."""
        return over_rows(judged, judged.truth == judged.decided)

    def decides(self) -> bool:
        """By the labels decided for."""
        return True

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """One output is compared with 0.5; of several the largest is the label."""
        return keras.metrics.BinaryAccuracy() if outputs == 1 else getattr(keras.metrics, self.several)()


def among_top(judged: Judged, k: int) -> NDArray[np.bool_]:
    """Return for which rows (rows,) the true label is among the k most probable, of equals the first."""
    import numpy as np

    among: NDArray[np.bool_] = np.take_along_axis(called(judged, top_k=k), judged.truth[:, None], axis=1)[:, 0]
    return among
