"""How steps are compiled, and what only XLA computes."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.config.train import TrainConfig
from nettrain.errors import Problem
from nettrain.plan.network import PlannedLayer, Tell


def compiled(train: TrainConfig, layers: Sequence[PlannedLayer]) -> str:
    """Return "xla", "graph" or "eager"; auto is XLA on one device, unless it would compile anew at every call."""
    if train.compile != "auto":
        return train.compile
    return "graph" if train.devices != 1 or _compiled_again(train, layers) else "xla"


def check_compiled(train: TrainConfig, layers: Sequence[PlannedLayer], tell: Tell) -> list[Problem]:
    """Refuse layers that only XLA computes on every processor, where steps are not compiled by it; and XLA where it
    would compile anew at every call."""
    way, again = compiled(train, layers), _compiled_again(train, layers)
    anew = f"XLA would compile {again} anew at every call"
    if way == "xla":
        if not again:
            return []
        message = f"{anew}; leave compile out, or choose graph"
        return [tell(("train", "compile"), message)]
    if train.compile != "auto":
        why = f"train.compile is {way}"
    elif train.devices != 1:
        why = "several devices take the plain graph"
    else:
        why = anew
    problems = []
    for number, planned in enumerate(layers):
        if told := planned.layer.beyond_graph():
            message = f"{told} is computed by XLA alone on every processor, but {why}"
            problems.append(tell(("model", "layers", number, planned.layer.yaml_name()), message))
    return problems


def _compiled_again(train: TrainConfig, layers: Sequence[PlannedLayer]) -> str:
    """Return the optimizer whose steps XLA compiles anew each time, and why, or ""."""
    optimizer = train.optimizer
    whole = optimizer.loss_scale_factor is not None  # then gradients are made whole
    if optimizer.divides and not whole and any(planned.layer.looks_up() for planned in layers):
        return f"{optimizer.yaml_name()} with an embedding"
    return ""
