"""explained_variance: the share of the target's variance that is gone once the predictions are taken away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._mean import centred, rounded, variance
from nettrain.components.ratio import ratio
from nettrain.components.task import NUMBERS, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ExplainedVariance(Metric):
    """1 - var(y - p) / var(y), the mean over targets: as r2_score, but an error that is the same in all rows is free.

    It is not a number where a target is the same in every row.

    Target: numbers.
    Source: Wright 1921, Correlation and causation.
    Example: explained_variance
    """

    tasks: ClassVar[frozenset[Task]] = NUMBERS
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-math.inf, 1.0)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Compare the two variances over all rows."""
        own = variance(judged, centred(judged, judged.truth))
        rest = variance(judged, centred(judged, judged.truth - judged.predicted))
        means: NDArray[np.float64] = rounded(1 - ratio(rest, own)).mean(axis=1)
        return means

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False
