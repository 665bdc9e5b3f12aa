"""Rows counted by label: which labels are called for a row, and how often that is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nettrain.components.metric import Judged
from nettrain.components.ratio import ratio
from nettrain.components.scaled import scaled
from nettrain.components.task import Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def considered(target: Target, class_id: int | None = None) -> list[int]:
    """Return the codes of the labels that a metric speaks of: `class_id`, the positive of two, or all of several."""
    if class_id is not None:
        return [class_id]
    return [1] if target.task is Task.BINARY else list(range(target.width))


def label_objection(target: Target, class_id: int | None) -> str | None:
    """Say why there is no label of this code."""
    if class_id is None or class_id < target.width:
        return None
    ends = f"0 ('{target.labels[0]}') to {target.width - 1} ('{target.labels[-1]}')"
    return f"class_id is {class_id}, but the target has {target.width} labels: expected {ends}"


def rank_objection(target: Target, option: str, ranks: int | None) -> str | None:
    """Say why so many of the most probable labels hold every label there is."""
    if ranks is None or ranks < target.width:
        return None
    return f"{option} is {ranks}, but the target has {target.width} labels: expected at most {target.width - 1}"


def one_hot(codes: NDArray[Any], target: Target) -> NDArray[np.bool_]:
    """Return (rows, labels), true at each row's label."""
    import numpy as np

    hot: NDArray[np.bool_] = codes[:, None] == np.arange(target.width)
    return hot


def called(judged: Judged, threshold: float | None = None, top_k: int | None = None) -> NDArray[np.bool_]:
    """Return (rows, labels), true where a label is called for a row.

    That is the label decided for; with `threshold` all those predicted above it, with `top_k` the most probable ones
    (of equals the first), with both what fulfils both.
    """
    import numpy as np

    if threshold is None and top_k is None:
        assert judged.decided is not None
        return one_hot(judged.decided, judged.target)
    calls = np.ones(judged.predicted.shape, dtype=bool)
    if threshold is not None:
        calls &= judged.predicted > threshold
    if top_k is not None:
        ranked = np.argsort(-judged.predicted, axis=1, kind="stable")
        first = np.zeros_like(calls)
        np.put_along_axis(first, ranked[:, :top_k], True, axis=1)
        calls &= first
    return calls


def rightly(judged: Judged, calls: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return for which rows (rows,) the true label is called; with two labels, the positive one if it is the true."""
    import numpy as np

    if judged.target.task is Task.BINARY:
        right: NDArray[np.bool_] = calls[:, 1] == (judged.truth == 1)
        return right
    return np.take_along_axis(calls, judged.truth[:, None], axis=1)[:, 0]


@dataclass(frozen=True)
class Counts:
    """Rows, or their weights, by sample and label (samples, labels): each label against the rest."""

    true_positives: NDArray[np.float64]
    false_positives: NDArray[np.float64]
    false_negatives: NDArray[np.float64]
    true_negatives: NDArray[np.float64]

    @property
    def occurring(self) -> NDArray[np.float64]:
        """Rows of each label."""
        return self.true_positives + self.false_negatives

    @property
    def calls(self) -> NDArray[np.float64]:
        """Rows for which each label is called."""
        return self.true_positives + self.false_positives

    def scaled(self, total: NDArray[np.float64]) -> Counts:
        """Return the counts brought near 1, for products of them, by the rows of each sample (samples,)."""
        cells = (self.true_positives, self.false_positives, self.false_negatives, self.true_negatives)
        return Counts(*(scaled(cell, total[:, None]) for cell in cells))


def count(judged: Judged, calls: NDArray[np.bool_]) -> Counts:
    """Count what `calls` (rows, labels) gets right and wrong in each sample."""
    truth = one_hot(judged.truth, judged.target)
    both = ((truth & calls), (~truth & calls), (truth & ~calls), (~truth & ~calls))
    return Counts(*(judged.sums(cells) for cells in both))


def macro(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of `values` (samples, labels) over the labels for which each is defined; nan where none is."""
    import numpy as np

    return ratio(np.nansum(values, axis=-1), (~np.isnan(values)).sum(axis=-1))


def pooled(shares: NDArray[np.float64], counts: Counts, average: str | None) -> NDArray[np.float64]:
    """Return the mean of `shares` (samples, labels) over labels: the plain one, or "weighted" by their rows."""
    import numpy as np

    if average != "weighted":
        return macro(shares)
    rows = counts.occurring
    return ratio((np.nan_to_num(shares) * rows).sum(axis=-1), rows.sum(axis=-1))
