"""accuracy: the share of rows whose label is predicted."""

from __future__ import annotations

from nettrain.components.metrics._accuracy import AccuracyMetric


class Accuracy(AccuracyMetric):
    """The share of rows for which the label decided for is the true one.

    Target: classes.
    Source: Metz 1978, Basic principles of ROC analysis.
    Example: accuracy
    """
