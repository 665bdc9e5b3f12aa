"""hinge: how far scores are from the right side of the margin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import considered, one_hot
from nettrain.components.metrics._mean import over_rows
from nettrain.components.metrics._running import Averaged, against_rest
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Hinge(Metric):
    """The mean over rows of max(0, 1 - y s), y being 1 for the positive label and -1 for the other, s its score.

    With several labels the mean over labels, each against the rest.

    Target: classes.
    Source: Cortes and Vapnik 1995, Support-Vector Networks.
    Example: hinge
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows, and over several labels."""
        sides = 2.0 * one_hot(judged.truth, judged.target) - 1
        short = (1 - sides * judged.predicted).clip(min=0)
        return over_rows(judged, short[:, considered(judged.target)].mean(axis=1))

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Keras's, averaged over the labels."""
        return against_rest(keras, keras.metrics.Hinge, considered(target))
