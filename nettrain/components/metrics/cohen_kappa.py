"""cohen_kappa: the accuracy beyond what chance alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._labels import called, count
from nettrain.components.metrics._mean import rounded
from nettrain.components.ratio import ratio
from nettrain.components.scaled import scaled
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CohenKappa(Metric):
    """(a - c) / (1 - c): a is the accuracy, c that of decisions dealt out at random with the same shares of labels.

    1 is perfect, 0 is no better than chance. It is not a number where all rows have, and are called, one label.

    Target: classes.
    Source: Cohen 1960, A Coefficient of Agreement for Nominal Scales.
    Example: cohen_kappa
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count over all rows."""
        counts, total = count(judged, called(judged)).scaled(judged.total), scaled(judged.total, judged.total)
        by_chance = (counts.occurring * counts.calls).sum(axis=1)
        missed = (counts.occurring * (total[:, None] - counts.calls)).sum(axis=1)
        return rounded(ratio(total * counts.true_positives.sum(axis=1) - by_chance, missed))

    def decides(self) -> bool:
        """By the labels decided for."""
        return True

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False
