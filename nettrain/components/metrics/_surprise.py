"""The log loss, of which the cross-entropies are kinds."""

from __future__ import annotations

from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import one_hot
from nettrain.components.metrics._mean import EPSILON, over_rows


def surprise(judged: Judged, smoothing: float = 0.0, clip: float = EPSILON) -> float:
    """Return the mean over rows of -sum(y log p) over the labels, p held in [clip, 1 - clip]."""
    import numpy as np

    truth = one_hot(judged.truth, judged.target) * (1 - smoothing) + smoothing / judged.target.width
    return float(over_rows(judged, -(truth * np.log(judged.predicted.clip(clip, 1 - clip))).sum(axis=1)))
