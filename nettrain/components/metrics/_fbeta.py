"""What the weighed means of precision and recall share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called, considered, count, pooled, rightly
from nettrain.components.metrics._running import Columns, started
from nettrain.components.ratio import ratio
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FBetaMetric(Metric):
    """(1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp); subclasses have the fields named here."""

    if TYPE_CHECKING:
        average: Literal["micro", "macro", "weighted"] | None
        threshold: float | None

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    def weight(self) -> float:
        """Return b: how many times as much recall counts as precision."""
        return 1.0

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count over all rows."""
        counts, weight = count(judged, called(judged, self.threshold)), self.weight() ** 2
        hits = (1 + weight) * counts.true_positives
        whole = hits + weight * counts.false_negatives + counts.false_positives
        if self.average == "micro":
            return ratio(hits.sum(axis=1), whole.sum(axis=1))
        scores = ratio(hits, whole)
        return pooled(scores[:, considered(judged.target)] if self.average is None else scores, counts, self.average)

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """By the labels that it calls."""
        return rightly(judged, called(judged, self.threshold))

    def decides(self) -> bool:
        """Unless it has a threshold of its own."""
        return self.threshold is None

    def running(self, keras: Any, target: Target, outputs: int) -> Columns:
        """Keras's, of the positive label alone or averaged over all."""
        alone, decided = self.average is None and target.task is Task.BINARY, self.threshold is None
        metric = keras.metrics.FBetaScore(self.average or "macro", self.weight(), 0.5 if decided else self.threshold)
        return Columns(keras, started(metric, 1 if alone else target.width), 1 if alone else None, decided=decided)
