"""kl_divergence: how far the predicted probabilities are from the truth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import one_hot
from nettrain.components.metrics._mean import EPSILON, over_rows
from nettrain.components.metrics._running import Columns
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class KLDivergence(Metric):
    """The mean over rows of sum(y log(y / p)) over the labels, y (0 or 1) and p both held in [1e-7, 1].

    With one true label a row that is the log loss, but for the 1e-7.

    Target: classes.
    Source: Kullback and Leibler 1951, On Information and Sufficiency.
    Example: kl_divergence
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    probabilities: ClassVar[bool] = True

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        import numpy as np

        truth = one_hot(judged.truth, judged.target).clip(EPSILON, 1.0)
        predicted = judged.predicted.clip(EPSILON, 1.0)
        return over_rows(judged, (truth * np.log(truth / predicted)).sum(axis=1))

    def running(self, keras: Any, target: Target, outputs: int) -> Columns:
        """Keras's, on all labels."""
        return Columns(keras, super().running(keras, target, outputs))
