"""average_precision: the area below the curve of precision over recall."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.curves import average_precision
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._curves import over_curves
from nettrain.components.metrics._labels import considered
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AveragePrecision(Metric):
    """sum((R_n - R_(n-1)) P_n) over falling thresholds: precision P, weighed by how much the recall R grows.

    The same as `auc: {curve: PR}`, under a name of its own beside `auc`. With several labels the mean over labels, each
    against the rest; a label that no row has is left out, one that every row has counts as 1.

    Target: classes.
    Source: Davis and Goadrich 2006, The Relationship Between Precision-Recall and ROC Curves.
    Example: average_precision
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True
    ranks: ClassVar[bool] = True

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Take every distinct probability as a threshold."""
        return over_curves(judged, considered(judged.target), average_precision)

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras's approximation is that of `auc`."""
        return False
