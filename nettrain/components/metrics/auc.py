"""auc: how well the probabilities put positive rows before negative ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from nettrain.components.curves import area, average_precision
from nettrain.components.fields import UnitInterval
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._curves import over_curves
from nettrain.components.metrics._labels import considered
from nettrain.components.metrics._running import Averaged, against_rest
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AUC(Metric):
    """The area under the curve: the chance that a positive row is given more than a negative one, ties counting half.

    That is the curve ROC. For PR it is the average precision, the sum of the precision at each threshold times the
    growth of the recall. With several labels the mean over labels, each against the rest; a label that no row has is
    left out. So is one that every row has for ROC; for PR it counts as 1. The running form approximates the curve by
    fixed thresholds.

    Target: classes.
    Source: Hanley and McNeil 1982, The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC)
    Curve.
    Example: auc: {curve: PR}
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True
    ranks: ClassVar[bool] = True

    num_thresholds: Annotated[int, Field(gt=1)] = 200
    """Thresholds of the running form."""
    curve: Literal["ROC", "PR"] = "ROC"
    """Sensitivity over 1 - specificity, or precision over recall."""
    summation_method: Literal["interpolation", "minoring", "majoring"] = "interpolation"
    """Height between two thresholds in the running form: between, the lower, the higher."""
    thresholds: tuple[UnitInterval, ...] | None = None
    """Thresholds of the running form; null spreads `num_thresholds` evenly."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Take every distinct probability as a threshold."""
        return over_curves(judged, considered(judged.target), area if self.curve == "ROC" else average_precision)

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Keras's, averaged over the labels."""
        return against_rest(keras, lambda: keras.metrics.AUC(**self.options(keras)), considered(target))
