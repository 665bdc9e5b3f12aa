"""How steps are compiled, and what only XLA computes."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.components.layer import Layer
from nettrain.components.metric import Metric
from nettrain.config.train import TrainConfig
from nettrain.errors import Problem
from nettrain.plan.network import Locate, PlannedLayer


def compiled(train: TrainConfig, layers: Sequence[PlannedLayer], metrics: Sequence[Metric]) -> str:
    """Return "xla", "graph" or "eager"; auto is XLA on one device where it compiles all that a step does."""
    if train.compile != "auto":
        return train.compile
    return "graph" if train.devices != 1 or _without_xla(train, layers, metrics) else "xla"


def check_compiled(
    train: TrainConfig, layers: Sequence[PlannedLayer], metrics: Sequence[Metric], locate: Locate
) -> list[Problem]:
    """Refuse layers that only XLA computes on every processor, where steps are not compiled by it; and XLA where it
    would compile anew at every call."""
    way = compiled(train, layers, metrics)
    if way == "xla":
        if not (again := _compiled_again(train, layers)):
            return []
        message = f"XLA would compile {again} anew at every call; leave compile out, or choose graph"
        return [Problem(locate("train", "compile"), "train.compile", message)]
    if train.compile != "auto":
        why = f"train.compile is {way}"
    elif train.devices != 1:
        why = "several devices take the plain graph"
    else:
        why = f"XLA does not compile {_without_xla(train, layers, metrics)}"
    problems = []
    for number, planned in enumerate(layers):
        if told := planned.layer.beyond_graph():
            name = planned.layer.yaml_name()
            message = f"{told} is computed by XLA alone on every processor, but {why}"
            span = locate("model", "layers", number, name)
            problems.append(Problem(span, f"model.layers[{number}].{name}", message))
    return problems


def _without_xla(train: TrainConfig, layers: Sequence[PlannedLayer], metrics: Sequence[Metric]) -> str:
    """Return what XLA does not compile, or not once and for all: a layer, a metric, an optimizer; "" for nothing."""
    parts: list[Layer | Metric] = [*(planned.layer for planned in layers), *metrics]
    return next((part.yaml_name() for part in parts if not part.xla), _compiled_again(train, layers))


def _compiled_again(train: TrainConfig, layers: Sequence[PlannedLayer]) -> str:
    """Return the optimizer whose steps XLA compiles anew each time, and why, or ""."""
    optimizer = train.optimizer
    whole = optimizer.loss_scale_factor is not None  # then gradients are made whole
    if optimizer.divides and not whole and any(planned.layer.looks_up() for planned in layers):
        return f"{optimizer.yaml_name()} with an embedding"
    return ""
