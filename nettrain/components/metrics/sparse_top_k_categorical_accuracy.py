"""sparse_top_k_categorical_accuracy: the same as top_k_categorical_accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.fields import Count
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._accuracy import among_top
from nettrain.components.metrics._labels import rank_objection
from nettrain.components.metrics._mean import over_rows
from nettrain.components.task import Form, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SparseTopKCategoricalAccuracy(Metric):
    """The share of rows for which the true label is among the k most probable; of equals the first ones are.

    The running form counts equals as if each were the first.

    Target: three labels or more.
    Source: Keras, `keras.metrics.SparseTopKCategoricalAccuracy`
    Example: sparse_top_k_categorical_accuracy: 2
    """

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.MULTICLASS})
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    k: Count = 5
    """Labels that may be tried; fewer than there are."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count the rows that are right."""
        return over_rows(judged, self.right(judged))

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """Look for the true label among those that are called."""
        return among_top(judged, self.k)

    def form(self, target: Target, outputs: int) -> Form:
        """Codes."""
        return Form.CODE

    def objection(self, target: Target) -> str | None:
        """With as many tries as labels, every row is right."""
        return rank_objection(target, "k", self.k)
