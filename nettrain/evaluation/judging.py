"""Metrics in their intervals, beside the trivial baseline."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from nettrain.components.metric import Judged, Metric
from nettrain.data.trivial import Trivial
from nettrain.evaluation.baselines import baseline
from nettrain.evaluation.intervals import Resampling, interval


@dataclass(frozen=True)
class Score:
    """A metric's value beside that of the trivial predictor on the same rows; `goal` says which way is better.

    `interval` holds the value of all rows of this kind with a chance of 95 %; None where it is not known. `label` is
    that of a metric of one label.
    """

    value: float
    baseline: float
    goal: Literal["max", "min"]
    interval: tuple[float, float] | None = None
    label: str | None = None

    @property
    def beats_baseline(self) -> bool | None:
        """Whether the interval lies on the better side of the baseline; None where either is not known."""
        if self.interval is None or math.isnan(self.baseline):
            return None
        low, high = self.interval
        return low > self.baseline if self.goal == "max" else high < self.baseline

    def to_json(self) -> dict[str, Any]:
        """Return the score as metrics.json, events and --json have it."""
        record = {**asdict(self), "beats_baseline": self.beats_baseline}
        if self.label is None:
            del record["label"]
        return record


def judge(
    judged: Judged, metrics: Mapping[str, Metric], trivial: Trivial, drawn: Resampling | None = None
) -> dict[str, Score]:
    """Return the score of each metric by its name, in the order of `metrics`; without `drawn` resamples there are no
    intervals."""
    return {
        name: Score(
            metric.exact(judged),
            baseline(metric, judged, trivial, trivial.constants.get(name)),
            metric.goal,
            interval(metric, judged, drawn) if drawn else None,
            metric.label(judged.target),
        )
        for name, metric in metrics.items()
    }
