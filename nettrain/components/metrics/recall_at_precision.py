"""recall_at_precision: the largest share of positive rows found while enough of the calls are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.curves import Curve
from nettrain.components.fields import Count, UnitInterval, Whole
from nettrain.components.metric import Judged
from nettrain.components.metrics._curves import best, over_curves
from nettrain.components.metrics._labels import considered
from nettrain.components.metrics._one_label import OneLabelMetric
from nettrain.components.metrics._running import Averaged, against_rest
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class RecallAtPrecision(OneLabelMetric):
    """The largest recall tp / (tp + fn) of all thresholds whose precision tp / (tp + fp) is at least the given one.

    0 where no threshold gets there. With several labels the mean over labels, each against the rest; a label that no
    row or every row has is left out. The running form looks at fixed thresholds only.

    Target: classes.
    Source: Davis and Goadrich 2006, The Relationship Between Precision-Recall and ROC Curves.
    Example: recall_at_precision: 0.9
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True
    ranks: ClassVar[bool] = True

    precision: UnitInterval
    """Least share of the called rows that are positive."""
    num_thresholds: Count = 200
    """Thresholds of the running form, evenly spread."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: the second of two, the mean over several."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Take every distinct probability as a threshold."""
        import numpy as np

        def reached(c: Curve) -> NDArray[np.float64]:
            return np.where(c.defined, best(c.sensitivity, c.precision, self.precision), np.nan)

        return over_curves(judged, considered(judged.target, self.class_id), reached)

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Keras's, averaged over the labels."""

        def build() -> Any:
            return keras.metrics.RecallAtPrecision(self.precision, self.num_thresholds)

        return against_rest(keras, build, considered(target, self.class_id))
