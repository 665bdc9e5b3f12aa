"""The log loss, of which the cross-entropies are kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import one_hot
from nettrain.components.metrics._mean import EPSILON, over_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def cross_entropy(judged: Judged, smoothing: float = 0.0, clip: float = EPSILON) -> NDArray[np.float64]:
    """Return the mean over rows of -sum(y log p) over the labels, p held in [clip, 1 - clip]: (samples,)."""
    import numpy as np

    truth = one_hot(judged.truth, judged.target) * (1 - smoothing) + smoothing / judged.target.width
    return over_rows(judged, -(truth * np.log(judged.predicted.clip(clip, 1 - clip))).sum(axis=1))
