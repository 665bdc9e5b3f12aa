"""categorical_hinge: how far the true label's score is from leading by 1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import one_hot
from nettrain.components.metrics._mean import over_rows
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CategoricalHinge(Metric):
    """The mean over rows of max(0, 1 + n - s), s the score of the true label, n the largest of the others, at least 0.

    Target: classes.
    Source: Weston and Watkins 1999, Support vector machines for multi-class pattern recognition.
    Example: categorical_hinge
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        import numpy as np

        truth = one_hot(judged.truth, judged.target)
        own = np.where(truth, judged.predicted, 0.0).sum(axis=1)
        rival = np.where(truth, 0.0, judged.predicted).max(axis=1)
        return over_rows(judged, (1 + rival - own).clip(min=0))

    def runs(self, target: Target, outputs: int) -> bool:
        """Not for one output: Keras's needs a score a label."""
        return outputs > 1
