"""What precision and recall share: the share of some rows that are called rightly, by label."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.fields import Count, UnitInterval, Whole
from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import (
    Counts,
    called,
    considered,
    count,
    pooled,
    rank_objection,
    rightly,
)
from nettrain.components.metrics._one_label import OneLabelMetric
from nettrain.components.metrics._running import Averaged, Columns, against_rest
from nettrain.components.ratio import ratio
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CalledMetric(OneLabelMetric):
    """tp / whole: of the positive label of two, of one label of several, or averaged over them."""

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    thresholds: UnitInterval | None = None
    """Probability above which a label is called; null calls the label decided for, or the `top_k`."""
    top_k: Count | None = None
    """Most probable labels that are called; null sets no such limit."""
    class_id: Whole | None = None
    """Code of the label that counts as positive, from 0; null: as said above."""
    average: Literal["micro", "macro", "weighted"] | None = None
    """Over all labels: pooled counts, the plain mean, the mean weighed by rows; null: as said above."""

    @abstractmethod
    def whole(self, counts: Counts) -> NDArray[np.float64]:
        """Return the rows of which a share is called rightly (samples, labels)."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count over all rows; a label that occurs, but of whose whole there is nothing, has a share of 0."""
        import numpy as np

        counts = count(judged, called(judged, self.thresholds, self.top_k))
        whole = self.whole(counts)
        if self.average == "micro":
            return ratio(counts.true_positives.sum(axis=1), whole.sum(axis=1))
        rightly = ratio(counts.true_positives, whole)
        shares = np.where((whole == 0) & (counts.occurring > 0), 0.0, rightly)
        chosen = considered(judged.target, self.class_id)
        return pooled(shares[:, chosen] if self.average is None else shares, counts, self.average)

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """By the labels that it calls."""
        return rightly(judged, called(judged, self.thresholds, self.top_k))

    def decides(self) -> bool:
        """Unless it calls labels by a rule of its own."""
        return self.thresholds is None and self.top_k is None

    def runs(self, target: Target, outputs: int) -> bool:
        """Not for pooled or weighed labels: Keras's knows one label, or is averaged."""
        return self.average in (None, "macro")

    def running(self, keras: Any, target: Target, outputs: int) -> Averaged:
        """Keras's, averaged over the labels."""
        labels = considered(target, self.class_id) if self.average is None else range(target.width)
        build = getattr(keras.metrics, type(self).__name__)
        if self.top_k is None:
            return against_rest(keras, lambda: build(thresholds=self.thresholds), labels, self.thresholds is None)
        ranked = {"thresholds": self.thresholds, "top_k": self.top_k}
        return Averaged(keras, (Columns(keras, build(**ranked, class_id=label)) for label in labels))

    def objection(self, target: Target) -> str | None:
        """The label must exist, and not every label may be called."""
        if self.class_id is not None and self.average is not None:
            return "class_id asks for one label and average for all: take one of them"
        return super().objection(target) or rank_objection(target, "top_k", self.top_k)
