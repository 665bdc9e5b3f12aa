"""The trivial answers to numbers that are best by a metric of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nettrain.components.metric import Metric, named
from nettrain.components.registries import METRICS
from nettrain.components.task import Task
from nettrain.data.dataset import Dataset
from nettrain.plan.making import Planned


def with_constants(planned: Planned) -> Planned:
    """Return the plan with what its baseline needs to judge a run: `check` judges none, and does without."""
    plan = planned.plan
    found = constants(planned.dataset, plan.metrics)
    return planned._replace(plan=plan._replace(trivial=plan.trivial._replace(constants=found)))


def constants(dataset: Dataset, metrics: Sequence[Metric]) -> dict[str, tuple[float, ...]]:
    """Return by name the best constant of each metric that a verdict may be asked for and that has one.

    These are the run's own, and those that `fit` and `eval` may be asked for besides, with their defaults.
    """
    target, made = dataset.target, dataset.drawn
    if target.task is not Task.REGRESSION:
        return {}
    import numpy as np

    train = made.sides.train
    truth = made.truth[train].to_numpy().astype(np.float64)
    weights = np.ones(len(truth)) if made.weights is None else made.weights[train].to_numpy().astype(np.float64)
    order = truth[:, 0].argsort()  # once: a metric that sorts finds them sorted
    order = order[weights[order] > 0]
    truth, weights = truth[order], weights[order]
    found = {}
    for name, metric in _asked(metrics).items():
        if target.task in metric.tasks and metric.objection(target) is None:
            best = metric.constant(truth, weights)
            if best is not None and np.isfinite(best).all():
                found[name] = tuple(best.tolist())
    return found


def _asked(metrics: Sequence[Metric]) -> Mapping[str, Metric]:
    free = [kind for kind in METRICS.values() if not kind.required()]
    return {**named([kind() for kind in free]), **named(metrics)}
