"""What metrics share that look for the best threshold of those that keep a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.curves import Curve
from nettrain.components.metric import Judged
from nettrain.components.metrics._curves import best, over_curves
from nettrain.components.metrics._labels import considered
from nettrain.components.metrics._one_label import OneLabelMetric
from nettrain.components.metrics._running import Averaged, against_rest
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AtMetric(OneLabelMetric):
    """The largest share of one kind at all thresholds whose share of another kind is at least the first option.

    Subclasses have the field named here behind that option.
    """

    if TYPE_CHECKING:
        num_thresholds: int

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True
    ranks: ClassVar[bool] = True
    wanted: ClassVar[str]
    """The share of a Curve that is to be large."""
    bounded: ClassVar[str]
    """The share of a Curve that the first option bounds."""

    @property
    def least(self) -> float:
        """The first option."""
        least: float = getattr(self, next(iter(type(self).model_fields)))
        return least

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Take every distinct probability as a threshold."""
        import numpy as np

        def reached(c: Curve) -> NDArray[np.float64]:
            return np.where(c.defined, best(getattr(c, self.wanted), getattr(c, self.bounded), self.least), np.nan)

        return over_curves(judged, considered(judged.target, self.class_id), reached)

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Keras's, averaged over the labels."""
        build = getattr(keras.metrics, type(self).__name__)
        return against_rest(keras, lambda: build(self.least, self.num_thresholds), considered(target, self.class_id))
