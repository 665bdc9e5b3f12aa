"""sensitivity_at_specificity: the largest share of positive rows found while enough negative ones are left alone."""

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


class SensitivityAtSpecificity(OneLabelMetric):
    """The largest sensitivity tp / (tp + fn) at a threshold whose specificity tn / (tn + fp) is at least the given.

    0 where no threshold gets there. With several labels the mean over labels, each against the rest; a label that no
    row or every row has is left out. The running form looks at fixed thresholds only.

    Target: classes.
    Source: Altman and Bland 1994, Diagnostic tests 1: sensitivity and specificity.
    Example: sensitivity_at_specificity: 0.95
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True
    ranks: ClassVar[bool] = True

    specificity: UnitInterval
    """Least share of the negative rows that are left alone."""
    num_thresholds: Count = 200
    """Thresholds of the running form, evenly spread."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: the second of two, the mean over several."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Take every distinct probability as a threshold."""
        import numpy as np

        def reached(c: Curve) -> NDArray[np.float64]:
            return np.where(c.defined, best(c.sensitivity, c.specificity, self.specificity), np.nan)

        return over_curves(judged, considered(judged.target, self.class_id), reached)

    def chance(self) -> float:
        """The rest: of all rows, whatever their label, the same share is called."""
        return 1 - self.specificity

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Keras's, averaged over the labels."""

        def build() -> Any:
            return keras.metrics.SensitivityAtSpecificity(self.specificity, self.num_thresholds)

        return against_rest(keras, build, considered(target, self.class_id))
