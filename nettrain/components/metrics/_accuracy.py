"""Shares of rows that are right: by the label decided for, or by the k most probable ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import called
from nettrain.components.metrics._mean import over_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def accuracy(judged: Judged) -> NDArray[np.float64]:
    """Return the share of rows for which the label decided for is the true one: (samples,)."""
    return over_rows(judged, judged.truth == judged.decided)


def running_accuracy(keras: Any, outputs: int, several: type[Any]) -> Any:
    """Return Keras's metric: one output is compared with 0.5; of more the largest counts, judged by `several`."""
    return keras.metrics.BinaryAccuracy() if outputs == 1 else several()


def among_top(judged: Judged, k: int) -> NDArray[np.bool_]:
    """Return for which rows (rows,) the true label is among the k most probable, of equals the first."""
    import numpy as np

    among: NDArray[np.bool_] = np.take_along_axis(called(judged, top_k=k), judged.truth[:, None], axis=1)[:, 0]
    return among
