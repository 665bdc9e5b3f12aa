"""Which labels are taken for which: the confusion matrix, and what it says of each label."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged

MOST_LABELS = 100
"""Labels that have a matrix: it grows by their square, and predictions.csv says the same row by row."""


def confusion(judged: Judged) -> list[list[float]] | None:
    """Return numbers of rows (labels, labels), the true label by row and the label decided for by column.

    Rows with weights count as these. None for more than MOST_LABELS labels.
    """
    assert judged.decided is not None
    labels = judged.target.width
    if labels > MOST_LABELS:
        return None
    cells = judged.truth.astype(np.int64) * labels + judged.decided
    counts: NDArray[Any] = np.bincount(cells, judged.weights, labels * labels)
    made: list[list[float]] = counts.reshape(labels, labels).tolist()
    return made


def per_class(judged: Judged) -> dict[str, dict[str, Any]]:
    """Return each label's precision, recall, f1 and support (its rows, or their weights), ready for JSON.

    The precision of a label that occurs but is never decided for is 0. A figure is None where it is undefined: the
    recall of a label that does not occur; all three, if it is never decided for either.
    """
    assert judged.decided is not None
    hits, weights, labels = judged.truth == judged.decided, judged.weights, judged.target.width
    support: NDArray[Any] = np.bincount(judged.truth, weights, labels)
    decided: NDArray[Any] = np.bincount(judged.decided, weights, labels)
    right: NDArray[Any] = np.bincount(judged.truth[hits], None if weights is None else weights[hits], labels)
    return {
        label: {
            "precision": _share(right[code], decided[code] or support[code]),
            "recall": _share(right[code], support[code]),
            "f1": _share(2 * right[code], decided[code] + support[code]),
            "support": support[code].item(),
        }
        for code, label in enumerate(judged.target.labels)
    }


def _share(part: Any, whole: Any) -> float | None:
    return float(part / whole) if whole else None
