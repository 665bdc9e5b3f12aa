"""categorical_crossentropy: the log loss, with smoothed labels on demand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.fields import UnitInterval
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._cross_entropy import cross_entropy
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CategoricalCrossentropy(Metric):
    """The mean over rows of -sum(y log p) over the labels, p held in [1e-7, 1 - 1e-7].

    Target: classes.
    Source: Good 1952, Rational Decisions.
    Example: categorical_crossentropy: {label_smoothing: 0.1}
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    probabilities: ClassVar[bool] = True

    label_smoothing: UnitInterval = 0.0
    """Share by which the truth, 0 or 1 for each label, is drawn towards equal shares of all labels."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        return cross_entropy(judged, smoothing=self.label_smoothing)

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """Keras's for several outputs, its equal of two labels for one."""
        kind = keras.metrics.BinaryCrossentropy if outputs == 1 else keras.metrics.CategoricalCrossentropy
        return kind(**self.options(keras))
