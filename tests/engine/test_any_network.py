"""Networks drawn at random from the variants of all layers: what the plan accepts, the engine builds and trains."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from nettrain.components.layout import Layout, MisfitError, Shape
from nettrain.components.registries import LAYERS
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import ConfigError
from nettrain.plan.rows import rows_of
from tests.components.layer_variants import VARIANTS
from tests.making import planned
from tests.surroundings import Unseen

DRAWN, WIDEST = 5, 2000
PENALTIES = ("l1", {"l2": 0.1}, None)
OPTIMIZERS = (
    "adam",
    {"sgd": {"momentum": 0.9}},
    {"adam": {"loss_scale_factor": 8}},
    {"adamw": {"clipnorm": 1}},
    "lamb",
)


def stack(draw: random.Random) -> list[Any]:
    """Return layers of which each takes what the one before gives, many of them large, penalised or bounded."""
    steps, features = draw.choice([(8, 1), (4, 2), (2, 4)])
    layers: list[Any] = draw.choice([[], [{"reshape": [steps, features]}]])
    shape: Shape = (steps, features) if layers else (8,)
    layers.append({"rescaling": 0.5})
    for _ in range(60):
        name = draw.choice(sorted(VARIANTS))
        options = dict(draw.choice(VARIANTS[name])[0])
        for option in sorted(set(LAYERS[name].model_fields) - set(options)):
            if option.endswith("_regularizer") and (penalty := draw.choice(PENALTIES)):
                options[option] = penalty
        if "units" in options:
            options["units"] = draw.choice([3, 40, 300])
        try:
            there = LAYERS[name].model_validate(options).layout(Layout(shape)).shape
        except (MisfitError, ValueError):
            continue
        if name != "embedding" and len(layers) < DRAWN and math.prod(there) < WIDEST:
            layers, shape = [*layers, {name: options}], there
    end: dict[str, Any] = {"units": draw.choice([3, 300, 300]), "kernel_regularizer": draw.choice(PENALTIES)}
    return [*layers, "flatten", {"dense": {**end, "bias_constraint": draw.choice([None, "max_norm"])}}, "output"]


@pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask")
@pytest.mark.parametrize("seed", range(16))
def test_what_is_accepted_trains(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(20):
        layers = yaml.safe_load(yaml.safe_dump([*map(plain, stack(draw))]))
        train = {"epochs": 1, "compile": "eager", "optimizer": draw.choice(OPTIMIZERS)}
        try:
            made = planned(tmp_path, "binary", yaml.safe_dump(layers), yaml.safe_dump(train), rows=60)
            break
        except ConfigError:
            continue
    else:
        pytest.fail("none of twenty networks was accepted")
    steps = Steps(*start(0, seed), made.plan)
    assert steps.network.count_params() == made.plan.params
    rows = rows_of(made.plan, made.dataset.drawn)
    training = Training(made.plan, steps, Unseen())
    training.prepare(rows["train"], rows["validation"])
    training.run()
    assert np.isfinite(training.history[0]["loss"])


def plain(value: Any) -> Any:
    """Return tuples as lists, as YAML has them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value
