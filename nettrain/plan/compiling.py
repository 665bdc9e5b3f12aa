"""How steps are compiled, and what only XLA computes."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.components.layer import Layer
from nettrain.components.metric import Metric
from nettrain.config.train import TrainConfig
from nettrain.errors import Problem
from nettrain.plan.network import Locate, PlannedLayer


def compiled(train: TrainConfig, layers: Sequence[PlannedLayer], metrics: Sequence[Metric]) -> str:
    """Return "xla", "graph" or "eager"; auto is XLA on one device where it compiles every layer and metric."""
    if train.compile != "auto":
        return train.compile
    return "graph" if train.devices != 1 or _without_xla(layers, metrics) else "xla"


def check_compiled(
    train: TrainConfig, layers: Sequence[PlannedLayer], metrics: Sequence[Metric], locate: Locate
) -> list[Problem]:
    """Refuse layers that only XLA computes on every processor, where steps are not compiled by it."""
    way = compiled(train, layers, metrics)
    if way == "xla":
        return []
    if train.compile != "auto":
        why = f"train.compile is {way}"
    elif train.devices != 1:
        why = "several devices take the plain graph"
    else:
        why = f"XLA does not compile {_without_xla(layers, metrics)}"
    problems = []
    for number, planned in enumerate(layers):
        if told := planned.layer.beyond_graph():
            name = planned.layer.yaml_name()
            message = f"{told} is computed by XLA alone on every processor, but {why}"
            span = locate("model", "layers", number, name)
            problems.append(Problem(span, f"model.layers[{number}].{name}", message))
    return problems


def _without_xla(layers: Sequence[PlannedLayer], metrics: Sequence[Metric]) -> str:
    """Return the name of a layer or metric that XLA does not compile, or ""."""
    parts: list[Layer | Metric] = [*(planned.layer for planned in layers), *metrics]
    return next((part.yaml_name() for part in parts if not part.xla), "")
