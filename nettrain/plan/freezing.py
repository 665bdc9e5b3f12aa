"""Layers that are not trained, by place or by the names that the config gives them."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.config.config import Config
from nettrain.errors import Problem, suggestion
from nettrain.plan.network import PlannedLayer, Tell


def frozen(config: Config) -> frozenset[int]:
    """Return the places of the layers that are not trained; `output` is a name as any, though it becomes a dense."""
    wanted = set(config.train.freeze)
    return frozenset(place for place, name in enumerate(_names(config)) if {place, name} & wanted)


def check_freeze(config: Config, layers: Sequence[PlannedLayer], tell: Tell) -> list[Problem]:
    """Refuse layers to freeze that are not there, and a network in which nothing is left to train."""
    problems, held = no_layers(config, tell), frozen(config)
    trained = sum(p.params - p.untrained for place, p in enumerate(layers) if place not in held)
    whole = len(layers) == len(config.model.layers)
    if whole and config.train.freeze and not problems and not trained:
        message = "every layer with weights is frozen: nothing is left to train"
        problems.append(tell(("train", "freeze"), message))
    return problems


def no_layers(config: Config, tell: Tell) -> list[Problem]:
    """Refuse layers to freeze that are not there."""
    names, problems = _names(config), []
    for number, wanted in enumerate(config.train.freeze):
        if isinstance(wanted, int) and wanted >= len(names):
            message = f"there is no layer {wanted}; the network has {len(names)}, counted from 0"
        elif isinstance(wanted, str) and wanted not in names:
            message = f"the network has no layer '{wanted}'; {_advice(wanted, names)}"
        else:
            continue
        problems.append(tell(("train", "freeze", number), message))
    return problems


def _names(config: Config) -> list[str]:
    return [layer.yaml_name() for layer in config.model.layers]


def _advice(wanted: str, names: Sequence[str]) -> str:
    """Say what to write in place of a name that no layer has; numbers in quotes are places, from the end below 0."""
    try:
        place = int(wanted)
    except ValueError:
        return suggestion(wanted, dict.fromkeys(names))
    return f"places are counted from 0 to {len(names) - 1}, without quotes: write {place % len(names)}"
