"""Every option of every component takes a value or refuses it in words, with its path; nothing else escapes."""

from __future__ import annotations

import math
from typing import Any

import pytest

from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.binding import bind
from nettrain.config.config import Config
from nettrain.config.nodes import Entry, Node
from nettrain.config.paths import shown
from nettrain.config.places import in_full
from nettrain.errors import ConfigError, Span

SPAN = Span("any.yaml", 1, 1)
PLACES: dict[str, tuple[str | int, ...]] = {
    "layers": ("model", "layers", 0),
    "losses": ("train", "loss"),
    "optimizers": ("train", "optimizer"),
    "schedules": ("train", "optimizer", "adam", "learning_rate"),
    "metrics": ("train", "metrics", 0),
    "activations": ("model", "layers", 0, "activation", "activation"),
    "initializers": ("model", "layers", 0, "batch_normalization", "gamma_initializer"),
    "regularizers": ("model", "layers", 0, "batch_normalization", "gamma_regularizer"),
    "constraints": ("model", "layers", 0, "batch_normalization", "gamma_constraint"),
    "columns": ("data", "columns", "x"),
    "scales": ("data", "columns", "x", "number", "scale"),
    "codings": ("data", "columns", "x", "category", "coding"),
}
VALUES: list[Any] = [None, True, 0, -1, 7, 10**249, 0.5, -1e300, math.nan, math.inf, "", "x", "7", (), (1, -2, 3), {}]
COMPONENTS = [(registry, name) for registry in REGISTRIES for name in registry]


def node(value: Any) -> Node:
    if isinstance(value, dict):
        return Node({key: Entry(SPAN, node(item)) for key, item in value.items()}, SPAN)
    return Node(tuple(map(node, value)) if isinstance(value, tuple) else value, SPAN)


def config(path: tuple[str | int, ...], value: Any) -> Node:
    for step in reversed(path):
        value = (value,) if isinstance(step, int) else {step: value}
    whole = {"data": {}, "model": {"layers": ("output",)}, **value}
    whole["data"] = {"path": "a.csv", "target": "y", **whole["data"]}
    return in_full(node(whole), Config)


def problems(document: Node) -> list[str]:
    try:
        bind(document)
    except ConfigError as found:
        return [str(problem) for problem in found.problems]
    return []


@pytest.mark.parametrize(("registry", "name"), COMPONENTS, ids=lambda part: getattr(part, "folder", part))
def test_any_value_of_an_option(registry: Registry[Any], name: str) -> None:
    place = PLACES[registry.folder]
    for option in registry[name].model_fields:
        for value in VALUES:
            said = problems(config(place, {name: {option: value}}))
            assert [line for line in said if not line.startswith(f"any.yaml:1:1: {shown((*place, name))}")] == []
            assert [line for line in said if "Input should" in line or "Value error" in line] == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_place_refuses_what_names_nothing(place: tuple[str | int, ...]) -> None:
    (problem,) = problems(config(place, (1, 2)))
    assert problem.startswith(f"any.yaml:1:1: {shown(place)}: expected ")


def test_every_registry_has_its_place() -> None:
    assert list(PLACES) == [registry.folder for registry in REGISTRIES]


@pytest.mark.parametrize(
    ("place", "value", "most"),
    [
        (("train", "epochs"), 2**63, 2**63 - 1),
        (("train", "batch_size"), 2**63, 2**63 - 1),
        (("train", "optimizer", "sgd", "ema_overwrite_frequency"), 10**249, 2**63 - 1),
        (("train", "warmup", "steps"), 2**63, 2**63 - 1),
        (("model", "layers", 0, "max_pooling1d", "pool_size"), 2**31, 2**31 - 1),
        (("model", "layers", 0, "reshape", "target_shape"), (2**31, 1), 2**31 - 1),
        (("model", "layers", 0, "softmax", "axis"), 2**31, 2**31 - 1),
        (
            ("model", "layers", 0, "batch_normalization", "gamma_initializer", "glorot_uniform", "seed"),
            2**63,
            2**63 - 1,
        ),
    ],
)
def test_whole_numbers_that_no_tensor_holds(place: tuple[str | int, ...], value: Any, most: int) -> None:
    beyond, least = (value[0], (most, *value[1:])) if isinstance(value, tuple) else (value, most)
    told = f": expected at most {most}, got {beyond}"
    assert [line for line in problems(config(place, value)) if "at most" in line] == [
        f"any.yaml:1:1: {shown((*place, 0) if isinstance(value, tuple) else place)}{told}"
    ]
    assert [line for line in problems(config(place, least)) if "at most" in line] == []
