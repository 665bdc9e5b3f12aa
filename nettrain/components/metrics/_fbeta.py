"""The weighed mean of precision and recall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import called, considered, count, pooled
from nettrain.components.metrics._running import Columns, started
from nettrain.components.ratio import ratio
from nettrain.components.task import Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def fbeta(judged: Judged, beta: float, average: str | None, threshold: float | None) -> NDArray[np.float64]:
    """Return (1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp), of one label or averaged over all: (samples,)."""
    counts = count(judged, called(judged, threshold))
    hits = (1 + beta**2) * counts.true_positives
    whole = hits + beta**2 * counts.false_negatives + counts.false_positives
    if average == "micro":
        return ratio(hits.sum(axis=1), whole.sum(axis=1))
    scores = ratio(hits, whole)
    return pooled(scores[:, considered(judged.target)] if average is None else scores, counts, average)


def running_fbeta(keras: Any, target: Target, beta: float, average: str | None, threshold: float | None) -> Columns:
    """Return Keras's metric of the positive label alone, or averaged over all."""
    alone = average is None and target.task is Task.BINARY
    metric = keras.metrics.FBetaScore(average or "macro", beta, 0.5 if threshold is None else threshold)
    return Columns(
        keras, started(metric, 1 if alone else target.width), 1 if alone else None, decided=threshold is None
    )
