"""Keras metrics made to fit: shown one column a label, and averaged over labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class Columns:
    """A Keras metric that sees one column a label, whatever the number of outputs.

    One output p is shown as 1 - p and p, its labels likewise. With `label` the metric sees the column of that label
    only; with `decided` the largest output of a row counts as 1 and the rest as 0.
    """

    def __init__(self, keras: Any, metric: Any, label: int | None = None, decided: bool = False) -> None:
        self.ops, self.metric, self.label, self.decided = keras.ops, metric, label, decided

    @property
    def variables(self) -> list[Any]:
        """What the metric sums up."""
        return list(self.metric.variables)

    def update_state(self, truth: Any, predicted: Any, counts: Any = None) -> None:
        """Add rows: both (rows, 1), or both (rows, labels); `counts` (rows,) says how much each counts, None alike."""
        ops = self.ops
        if predicted.shape[1] == 1:
            truth, predicted = (ops.concatenate([1 - column, column], axis=1) for column in (truth, predicted))
        if self.decided:
            predicted = ops.one_hot(ops.argmax(predicted, axis=1), predicted.shape[1], dtype="float32")
        if self.label is not None:
            truth, predicted = (every[:, self.label : self.label + 1] for every in (truth, predicted))
        self.metric.update_state(truth, predicted, counts)

    def result(self) -> Any:
        """Return the metric of the rows so far."""
        return self.metric.result()

    def reset_state(self) -> None:
        """Forget all rows."""
        self.metric.reset_state()


class Averaged:
    """Several metrics of the same rows as one: the mean of their results."""

    def __init__(self, keras: Any, metrics: Iterable[Columns]) -> None:
        self.ops, self.metrics = keras.ops, tuple(metrics)

    @property
    def variables(self) -> list[Any]:
        """What the metrics sum up."""
        return [variable for metric in self.metrics for variable in metric.variables]

    def update_state(self, truth: Any, predicted: Any, counts: Any = None) -> None:
        """Add rows to each metric."""
        for metric in self.metrics:
            metric.update_state(truth, predicted, counts)

    def result(self) -> Any:
        """Return the mean of the results."""
        return self.ops.mean(self.ops.stack([metric.result() for metric in self.metrics]))

    def reset_state(self) -> None:
        """Forget all rows."""
        for metric in self.metrics:
            metric.reset_state()


def against_rest(keras: Any, build: Callable[[], Any], labels: Iterable[int], decided: bool = False) -> Averaged:
    """Return the mean over `labels` of the Keras metric of two labels that `build` makes."""
    return Averaged(keras, (Columns(keras, build(), label, decided) for label in labels))


def started(metric: Any, columns: int) -> Any:
    """Return a Keras metric that makes its variables with its first rows, with the variables made."""
    import numpy as np

    zeros = np.zeros((1, columns), dtype=np.float32)
    metric.update_state(zeros, zeros)
    metric.reset_state()
    return metric
