"""Metrics beside the trivial baseline: what a predictor reaches that has seen the training targets and no column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

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
    """A metric's value beside that of the trivial predictor on the same rows; `goal` says which way is better.

    `interval` holds the value of all rows of this kind with a chance of 95 %; None where it is not known.
    """

    value: float
    baseline: float
    goal: Literal["max", "min"]
    interval: tuple[float, float] | None = None

    @property
    def beats_baseline(self) -> bool | None:
        """Whether the interval lies on the better side of the baseline; None where either is not known."""
        if self.interval is None or math.isnan(self.baseline):
            return None
        low, high = self.interval
        return low > self.baseline if self.goal == "max" else high < self.baseline

    def to_json(self) -> dict[str, Any]:
        """Return the score as metrics.json, events and --json have it."""
        return {**asdict(self), "beats_baseline": self.beats_baseline}


def judge(judged: Judged, metrics: Sequence[Metric], trivial: Trivial) -> dict[str, Score]:
    """Return the score of each metric by its name in the config, in the order of `metrics`."""
    base = trivial.judged(judged)
    return {metric.yaml_name(): Score(metric.exact(judged), metric.exact(base), metric.goal) for metric in metrics}
