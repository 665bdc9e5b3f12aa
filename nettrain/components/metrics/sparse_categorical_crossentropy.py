"""sparse_categorical_crossentropy: the log loss; the same as categorical_crossentropy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.components.metrics._cross_entropy import cross_entropy
from nettrain.components.task import CLASSES, Form, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SparseCategoricalCrossentropy(Metric):
    """The mean over rows of -log p, p the probability given to the true label, held in [1e-7, 1 - 1e-7].

    Target: classes.
    Source: Good 1952, Rational Decisions.
    Example: sparse_categorical_crossentropy
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, math.inf)
    probabilities: ClassVar[bool] = True

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Average over all rows."""
        return cross_entropy(judged)

    def form(self, target: Target, outputs: int) -> Form:
        """Codes, where there is more than one output."""
        return Form.COLUMN if outputs == 1 else Form.CODE

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """Keras's for several outputs, its equal of two labels for one."""
        return keras.metrics.BinaryCrossentropy() if outputs == 1 else keras.metrics.SparseCategoricalCrossentropy()
