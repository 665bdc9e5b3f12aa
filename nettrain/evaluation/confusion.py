"""Which labels are taken for which: the confusion matrix, and what it says of each label."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged


def confusion(judged: Judged) -> list[list[int]]:
    """Return numbers of rows (labels, labels), the true label by row and the label decided for by column."""
    cells: list[list[int]] = _cells(judged).tolist()
    return cells


def per_class(judged: Judged) -> dict[str, dict[str, Any]]:
    """Return each label's precision, recall, f1 and support (its rows), ready for JSON.

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
            "support": int(support[code]),
        }
        for code, label in enumerate(judged.target.labels)
    }


def _cells(judged: Judged) -> NDArray[np.int64]:
    assert judged.decided is not None
    labels = judged.target.width
    return np.bincount(judged.truth * labels + judged.decided, minlength=labels * labels).reshape(labels, labels)


def _share(part: np.int64, whole: np.int64) -> float | None:
    return float(part / whole) if whole else None
