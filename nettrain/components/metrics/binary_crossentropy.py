"""binary_crossentropy: the log loss of two labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.fields import UnitInterval
from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._cross_entropy import cross_entropy
from nettrain.components.metrics._running import Columns
from nettrain.components.task import Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BinaryCrossentropy(Metric):
    """The mean over rows of -(y log p + (1 - y) log(1 - p)), p held in [1e-7, 1 - 1e-7].

    Target: two labels.
    Source: Good 1952, Rational Decisions.
    Example: binary_crossentropy
    """

    tasks: ClassVar[frozenset[Task]] = frozenset({Task.BINARY})
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    probabilities: ClassVar[bool] = True

    label_smoothing: UnitInterval = 0.0
    """Share by which the truth, 0 or 1 for each label, is drawn towards equal shares of all labels."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        return cross_entropy(judged, smoothing=self.label_smoothing)

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """Keras's, on the positive label."""
        return Columns(keras, super().running(keras, target, outputs), label=1)
