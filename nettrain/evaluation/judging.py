"""Metrics beside the trivial baseline: what a predictor reaches that has seen the training targets and no column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from nettrain.components.metric import Judged, Metric
from nettrain.components.task import Task


@dataclass(frozen=True)
class Trivial:
    """The trivial predictor: the same answer for every row, whatever stands in it.

    `shares` are the labels' shares of the training rows, None for numbers; `means` are the means of the targets over
    the training rows, None for classes.
    """

    shares: tuple[float, ...] | None
    means: tuple[float, ...] | None

    def judged(self, judged: Judged) -> Judged:
        """Return the same rows with the trivial answer: the shares, decided for the largest; or the means."""
        rows = len(judged.truth)
        answer = np.array(self.means if judged.target.task is Task.REGRESSION else self.shares, dtype=np.float64)
        predicted = np.tile(answer, (rows, 1))
        decided = None if judged.target.task is Task.REGRESSION else np.full(rows, answer.argmax())
        return replace(judged, predicted=predicted, decided=decided)


@dataclass(frozen=True)
class Score:
    """A metric's value beside that of the trivial predictor on the same rows; `goal` says which way is better."""

    value: float
    baseline: float
    goal: Literal["max", "min"]


def judge(judged: Judged, metrics: Sequence[Metric], trivial: Trivial) -> dict[str, Score]:
    """Return the score of each metric by its name in the config, in the order of `metrics`."""
    base = trivial.judged(judged)
    return {metric.yaml_name(): Score(metric.exact(judged), metric.exact(base), metric.goal) for metric in metrics}
