"""categorical_accuracy: the share of rows whose label is predicted; the same as accuracy."""

from __future__ import annotations

from nettrain.components.metrics._accuracy import AccuracyMetric


class CategoricalAccuracy(AccuracyMetric):
    """The share of rows for which the label decided for is the true one.

    Target: classes.
    Source: Keras, `keras.metrics.CategoricalAccuracy`
    Example: categorical_accuracy
    """
