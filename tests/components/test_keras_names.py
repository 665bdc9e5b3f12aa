"""Every public name of Keras is a component, or is left out with a reason; and nothing is left out that Keras lacks."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml

from nettrain.components.optimizer import SCHEDULES
from nettrain.components.registries import (
    ACTIVATIONS,
    CONSTRAINTS,
    INITIALIZERS,
    LAYERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    REGULARIZERS,
)
from nettrain.components.registry import Registry
from nettrain.engine.start import start

LEFT_OUT = Path(__file__).parent / "left_out"
HOMES = {
    "layers": LAYERS,
    "losses": LOSSES,
    "optimizers": OPTIMIZERS,
    "optimizers.schedules": SCHEDULES,
    "metrics": METRICS,
    "activations": ACTIVATIONS,
    "initializers": INITIALIZERS,
    "regularizers": REGULARIZERS,
    "constraints": CONSTRAINTS,
}
METRICS_OF_OURS = {
    "average_precision",
    "balanced_accuracy",
    "brier_score",
    "cohen_kappa",
    "expected_calibration_error",
    "explained_variance",
    "log_loss",
    "matthews_correlation",
    "median_absolute_error",
    "pinball_loss",
}
OURS = {"layers": {"entity_embedding", "output"}, "metrics": METRICS_OF_OURS}
"""Components that Keras does not have."""


def public(home: str) -> dict[str, Any]:
    start(0, 0)
    module = importlib.import_module(f"keras.{home}")
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def left_out(home: str) -> dict[str, str]:
    reasons = yaml.safe_load((LEFT_OUT / f"{home.rpartition('.')[2]}.yaml").read_text()) or {}
    assert isinstance(reasons, dict)
    return reasons


@pytest.mark.parametrize(("home", "registry"), HOMES.items(), ids=HOMES)
def test_every_name_is_a_component_or_left_out(home: str, registry: Registry[Any]) -> None:
    names, reasons = public(home), left_out(home)
    classes = {registry[name].__name__ for name in registry}
    covered = {
        name for name, value in names.items() if (name in classes if inspect.isclass(value) else name in registry)
    }
    covered |= {
        name for name, value in names.items() if inspect.isclass(value) and name in registry
    }  # lower-case aliases
    assert sorted(set(names) - covered - set(reasons)) == [], "neither a component nor left out"
    assert sorted(covered & set(reasons)) == [], "both a component and left out"
    assert sorted(set(reasons) - set(names)) == [], "left out, but Keras has no such name"
    assert all(isinstance(reason, str) and len(reason) > 9 for reason in reasons.values())


@pytest.mark.parametrize(("home", "registry"), HOMES.items(), ids=HOMES)
def test_every_component_is_of_keras_or_ours(home: str, registry: Registry[Any]) -> None:
    names = public(home)
    unknown = {name for name in registry if registry[name].__name__ not in names and name not in names}
    assert unknown == OURS.get(home, set())
