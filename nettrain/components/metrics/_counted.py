"""What the four counts of right and wrong calls share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from nettrain.components.fields import UnitInterval
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called, considered, count, rightly
from nettrain.components.metrics._running import Columns
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CountMetric(Metric):
    """Rows (or the sum of their weights) in one cell: of the positive label, or summed over several."""

    tasks: ClassVar[frozenset[Task]] = CLASSES
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    cell: ClassVar[str]
    """The field of Counts that is counted."""

    thresholds: UnitInterval | None = None
    """Probability above which a label is called; null calls the label decided for."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count over the labels considered."""
        cells = getattr(count(judged, called(judged, self.thresholds)), self.cell)
        summed: NDArray[np.float64] = cells[:, considered(judged.target)].sum(axis=1)
        return summed

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """By the labels that it calls."""
        return rightly(judged, called(judged, self.thresholds))

    def decides(self) -> bool:
        """Unless it has a threshold of its own."""
        return self.thresholds is None

    def running(self, keras: Any, target: Target, outputs: int) -> Columns:
        """Count with Keras, the decided label where there is no threshold."""
        label = 1 if target.task is Task.BINARY else None
        return Columns(keras, super().running(keras, target, outputs), label, self.thresholds is None)
