"""top_k_categorical_accuracy: the share of rows whose label is among the k most probable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.fields import Count
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._accuracy import top_k_accuracy
from nettrain.components.metrics._labels import rank_objection
from nettrain.components.task import Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class TopKCategoricalAccuracy(Metric):
    """The share of rows for which the true label is among the k most probable; of equals the first ones are.

    The running form counts equals as if each were the first.

    Target: three labels or more.
    Source: Russakovsky et al. 2015, ImageNet Large Scale Visual Recognition Challenge.
    Example: top_k_categorical_accuracy: 2
    """

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.MULTICLASS})
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    k: Count = 5
    """Labels that may be tried; fewer than there are."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Look for the true label among those that are called."""
        return top_k_accuracy(judged, self.k)

    def objection(self, target: Target) -> str | None:
        """With as many tries as labels, every row is right."""
        return rank_objection(target, "k", self.k)
