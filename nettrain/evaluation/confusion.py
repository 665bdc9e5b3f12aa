"""Which labels are taken for which: the confusion matrix, and what it says of each label."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged


def confusion(judged: Judged) -> list[list[float]]:
    """Return numbers of rows (labels, labels), the true label by row and the label decided for by column.

    Rows with weights count as these.
    """
    cells: list[list[float]] = _cells(judged).tolist()
    return cells


def per_class(judged: Judged) -> dict[str, dict[str, Any]]:
    """Return each label's precision, recall, f1 and support (its rows, or their weights), ready for JSON.

    The precision of a label that occurs but is never decided for is 0. A figure is None where it is undefined: the
    recall of a label that does not occur; all three, if it is never decided for either.
    """
    cells = _cells(judged)
    right, support, decided = cells.diagonal(), cells.sum(axis=1), cells.sum(axis=0)
    return {
        label: {
            "precision": _share(right[code], decided[code] or support[code]),
            "recall": _share(right[code], support[code]),
            "f1": _share(2 * right[code], decided[code] + support[code]),
            "support": support[code].item(),
        }
        for code, label in enumerate(judged.target.labels)
    }


def _cells(judged: Judged) -> NDArray[Any]:
    assert judged.decided is not None
    labels = judged.target.width
    cells = judged.truth.astype(np.int64) * labels + judged.decided
    return np.bincount(cells, judged.weights, labels * labels).reshape(labels, labels)


def _share(part: Any, whole: Any) -> float | None:
    return float(part / whole) if whole else None
