"""brier_score: how far the predicted probabilities are from what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import one_hot
from nettrain.components.metrics._mean import over_rows
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BrierScore(Metric):
    """The mean over rows of sum((p - y)^2) over the labels, y being 1 for the true label and 0 for the others.

    For two labels half of that: (p - y)^2 of the positive one.

    Target: classes.
    Source: Brier 1950, Verification of forecasts expressed in terms of probability.
    Example: brier_score
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, 2.0)
    probabilities: ClassVar[bool] = True

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        squares = ((judged.predicted - one_hot(judged.truth, judged.target)) ** 2).sum(axis=1)
        return over_rows(judged, squares / 2 if judged.target.task is Task.BINARY else squares)

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False
