"""balanced_accuracy: the accuracy, if every label had as many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called, count, macro
from nettrain.components.metrics._running import Averaged, against_rest
from nettrain.components.ratio import ratio
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BalancedAccuracy(Metric):
    """The mean over the labels of the share of their rows that are recognised; labels without rows are left out.

    The running form counts a label without rows as 0.

    Target: classes.
    Source: Brodersen et al. 2010, The balanced accuracy and its posterior distribution.
    Example: balanced_accuracy
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average the recall of every label."""
        counts = count(judged, called(judged))
        return macro(ratio(counts.true_positives, counts.occurring))

    def decides(self) -> bool:
        """By the labels decided for."""
        return True

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Average Keras's recall of every label."""
        return against_rest(keras, keras.metrics.Recall, range(target.width), decided=True)
