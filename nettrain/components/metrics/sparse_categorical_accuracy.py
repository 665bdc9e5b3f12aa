"""sparse_categorical_accuracy: the share of rows whose label is predicted; the same as accuracy."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.metrics._accuracy import AccuracyMetric
from nettrain.components.task import Form, Target


class SparseCategoricalAccuracy(AccuracyMetric):
    """The share of rows for which the label decided for is the true one.

    Target: classes.
    Source: Keras, `keras.metrics.SparseCategoricalAccuracy`
    Example: sparse_categorical_accuracy
    """

    several: ClassVar[str] = "SparseCategoricalAccuracy"

    def form(self, target: Target, outputs: int) -> Form:
        """Codes, where there is more than one output."""
        return Form.COLUMN if outputs == 1 else Form.CODE
