"""Threshold and temperature against the target, the loss and the validation rows that they are found on."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from nettrain.components.loss import Loss
from nettrain.components.registries import METRICS
from nettrain.components.task import Link, Target, Task
from nettrain.config.model import BestThreshold, ModelConfig
from nettrain.data.dataset import Dataset
from nettrain.errors import Problem, listing
from nettrain.names import VALIDATION
from nettrain.plan.checks import described, misfit
from nettrain.plan.network import Tell


def check_deciding(model: ModelConfig, loss: Loss, dataset: Dataset, tell: Tell) -> list[Problem]:
    """Refuse a threshold and a temperature that mean nothing here, or that the validation rows cannot tell."""
    return [tell(path, message) for path, message in _complaints(model, loss, dataset)]


def searched(model: ModelConfig) -> list[str]:
    """Return which of threshold and temperature are found on the validation rows."""
    return [
        *(["threshold"] if isinstance(model.threshold, BestThreshold) else []),
        *(["temperature"] if model.calibrate else []),
    ]


def _complaints(model: ModelConfig, loss: Loss, dataset: Dataset) -> Iterator[tuple[tuple[str, ...], str]]:
    target = dataset.target
    lacking = _lacking(dataset)
    if model.threshold is not None:
        place: tuple[str, ...] = ("model", "threshold")
        if told := _not_for(target, loss, (Task.BINARY,), "two labels"):
            yield place, told
        elif isinstance(model.threshold, BestThreshold):
            metric = model.threshold.metric
            which = (*place, "maximize" if model.threshold.maximize else "minimize", metric.yaml_name())
            if not metric.decides():
                names = [name for name in METRICS if _tells(name, target, metric.goal)]
                yield which, f"does not depend on the threshold; choose from {listing(names, 20)}"
            elif told := misfit(metric, loss, target) or "":
                yield which, told
            if lacking:
                yield place, f"is found on the validation rows, but {lacking}; or give the threshold as a number"
    if model.calibrate is not None:
        place = ("model", "calibrate")
        if told := _not_for(target, loss, (Task.BINARY, Task.MULTICLASS), "labels"):
            yield place, told
        elif lacking:
            yield place, f"the temperature is found on the validation rows, but {lacking}"


def _not_for(target: Target, loss: Loss, tasks: tuple[Task, ...], words: str) -> str:
    if target.task not in tasks:
        return f"is for {words}, but the target '{', '.join(target.columns)}' has {described(target)}"
    if loss.link(target) is Link.MARGIN:
        return f"is for probabilities, which {loss.yaml_name()} does not give"
    return ""


def _lacking(dataset: Dataset) -> str:
    """Say what the validation rows lack; "" if they have two labels or more."""
    drawn = dataset.drawn
    numbers = drawn.sides.rows(VALIDATION)
    truth = drawn.truth.to_series()[numbers]
    if drawn.weights is not None:
        truth = truth.filter(drawn.weights[numbers] > 0)
    known = truth.filter(truth.is_in(list(dataset.target.labels))) if truth.dtype == pl.String else truth
    if not known.len():
        return "there are none: raise data.split.validation, or give them files under data.validation"
    if known.n_unique() < 2:
        return f"all of them have the label {known[0]!r}: give them rows of another one"
    return ""


def _tells(name: str, target: Target, goal: str) -> bool:
    metric = METRICS[name]
    if target.task not in metric.tasks or metric.required():
        return False
    return metric.goal == goal and metric().decides()
