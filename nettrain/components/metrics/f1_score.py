"""f1_score: one number for precision and recall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._fbeta import fbeta, running_fbeta
from nettrain.components.metrics._labels import called, rightly
from nettrain.components.metrics._running import Columns
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class F1Score(Metric):
    """2 precision recall / (precision + recall), the harmonic mean of precision and recall.

    A label that neither occurs nor is called is left out of a mean; the running form counts it as 0.

    Target: classes.
    Source: van Rijsbergen 1979, Information Retrieval.
    Example: f1_score: macro
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)

    average: Literal["micro", "macro", "weighted"] | None = None
    """Over labels: pooled counts, the plain mean, the mean weighed by rows; null: macro, of two the positive alone."""
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    """Probability above which a label is called; null calls the label decided for."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Count over all rows."""
        return fbeta(judged, 1.0, self.average, self.threshold)

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """By the labels that it calls."""
        return rightly(judged, called(judged, self.threshold))

    def decides(self) -> bool:
        """Unless it has a threshold of its own."""
        return self.threshold is None

    def running(self, keras: Any, target: Target, outputs: int) -> Columns:
        """Keras's, on the same labels."""
        return running_fbeta(keras, target, 1.0, self.average, self.threshold)
