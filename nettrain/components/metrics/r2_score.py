"""r2_score: the share of the target's variance that the predictions explain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.fields import Whole
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._mean import centred, over_rows, variance
from nettrain.components.metrics._running import started
from nettrain.components.ratio import ratio
from nettrain.components.task import NUMBERS, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class R2Score(Metric):
    """1 - sum((y - p)^2) / sum((y - mean(y))^2): 1 is perfect, 0 is no better than the mean of these rows.

    It is not a number where a target is the same in every row.

    Target: numbers.
    Source: Wright 1921, Correlation and causation.
    Example: r2_score
    """

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-math.inf, 1.0)
    moves: ClassVar[bool] = True

    class_aggregation: Literal["uniform_average", "variance_weighted_average"] = "uniform_average"
    """How several targets become one value: each the same, or each as its variance."""
    num_regressors: Whole = 0
    """Columns charged for in the adjusted score 1 - (1 - R2) (rows - 1) / (rows - columns - 1); 0 charges nothing.

    Rows of weight 0 are none; others count once, whatever their weight.
    """

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Compare the squared errors with the variance, then average over the targets."""
        import numpy as np

        own = variance(judged, centred(judged, judged.truth))
        scores = 1 - ratio(over_rows(judged, (judged.truth - judged.predicted) ** 2), own)
        uniform = self.class_aggregation == "uniform_average"
        score = scores.mean(axis=1) if uniform else ratio((scores * own).sum(axis=1), own.sum(axis=1))
        if self.num_regressors == 0:
            return np.asarray(score)
        rows = len(judged.truth) if judged.weights is None else np.count_nonzero(judged.weights)
        free = rows - self.num_regressors - 1
        return 1 - (1 - score) * (rows - 1) / free if free > 0 else np.full_like(score, np.nan)

    def runs(self, target: Target, outputs: int) -> bool:
        """Not for the adjusted score: Keras counts a row once a target, and asks in Python how many there were."""
        return not self.num_regressors

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """Return Keras's, with its variables made before the first step."""
        return started(super().running(keras, target, outputs), outputs)
