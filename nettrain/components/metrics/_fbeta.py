"""The weighed mean of precision and recall."""

from __future__ import annotations

from typing import Any

from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import called, considered, count, macro, ratio
from nettrain.components.metrics._running import Columns, started
from nettrain.components.task import Target, Task


def fbeta(judged: Judged, beta: float, average: str | None, threshold: float | None) -> float:
    """Return (1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp), of one label or averaged over all."""
    import numpy as np

    counts = count(judged, called(judged, threshold))
    hits = (1 + beta**2) * counts.true_positives
    whole = hits + beta**2 * counts.false_negatives + counts.false_positives
    if average == "micro":
        return float(ratio(hits.sum(), whole.sum()))
    scores = ratio(hits, whole)
    if average == "weighted":
        return float(ratio(np.nan_to_num(scores) @ counts.occurring, counts.occurring.sum()))
    return macro(scores[considered(judged.target)] if average is None else scores)


def running_fbeta(keras: Any, target: Target, beta: float, average: str | None, threshold: float | None) -> Columns:
    """Return Keras's metric of the positive label alone, or averaged over all."""
    alone = average is None and target.task is Task.BINARY
    metric = keras.metrics.FBetaScore(average or "macro", beta, 0.5 if threshold is None else threshold)
    return Columns(
        keras, started(metric, 1 if alone else target.width), 1 if alone else None, decided=threshold is None
    )
