"""What the plan accepts, the engine builds and trains: every component, behind every kind of target that it serves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from nettrain.components.choice import Choice
from nettrain.components.registries import (
    ACTIVATIONS,
    CONSTRAINTS,
    INITIALIZERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    REGULARIZERS,
    SCHEDULES,
)
from nettrain.components.task import Link, Target, Task
from nettrain.config.load import load
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import ConfigError
from nettrain.evaluation.predictions import judged
from nettrain.plan.making import make_plan
from nettrain.plan.rows import rows_of
from tests.components.test_component_docs import example, tuples
from tests.making import write_config, write_table
from tests.surroundings import Unseen

TARGETS = {
    "binary": Target(Task.BINARY, ("y",), ("no", "yes")),
    "multiclass": Target(Task.MULTICLASS, ("y",), ("a", "b", "c")),
    "regression": Target(Task.REGRESSION, ("y",)),
}
OWN_UNIT = {"path": "table.csv", "target": "y", "columns": {"y": {"number": {"scale": "none"}}}}
Case = tuple[str, list[Any], dict[str, Any]]


def plain(value: Any) -> Any:
    """Return tuples as lists, as YAML has them."""
    return json.loads(json.dumps(value))


def losses() -> Iterator[tuple[str, Case]]:
    for name in LOSSES:
        loss = LOSSES[name].model_validate({"from_logits": False} if "from_logits" in LOSSES[name].model_fields else {})
        for kind, target in TARGETS.items():
            if target.task in loss.tasks and name != "cosine_similarity":
                for outputs in loss.outputs(target):
                    ends = {Link.PROBABILITY: "sigmoid" if outputs == 1 else "softmax"}
                    end = "softplus" if name == "poisson" else ends.get(loss.link(target), "linear")
                    layers = [{"dense": {"units": outputs, "activation": end}}]
                    yield f"{name}-{kind}-{outputs}", (kind, layers, {"loss": name})


def metrics() -> Iterator[tuple[str, Case]]:
    for kind, target in TARGETS.items():
        fitting = [n for n in METRICS if target.task in METRICS[n].tasks]
        written = [plain(example(METRICS[n])) for n in fitting]
        chosen = [w for w in written if not Choice(METRICS).bind(tuples(w)).objection(target)]
        yield f"metrics-{kind}", (kind, ["output"], {"metrics": chosen})
    scores = [n for n in METRICS if Task.BINARY in METRICS[n].tasks and not METRICS[n].probabilities]
    yield "metrics-margins", ("binary", [{"dense": 1}], {"loss": "hinge", "metrics": scores})


def others() -> Iterator[tuple[str, Case]]:
    for name in OPTIMIZERS:
        yield f"optimizer-{name}", ("binary", [{"dense": 4}, "output"], {"optimizer": plain(example(OPTIMIZERS[name]))})
    yield (
        "optimizer-options",
        (
            "binary",
            ["output"],
            {
                "optimizer": {
                    "adam": {"use_ema": True, "clipnorm": 1, "gradient_accumulation_steps": 2, "weight_decay": 0.1}
                }
            },
        ),
    )
    for name in SCHEDULES:
        rate = plain(example(SCHEDULES[name]))
        yield f"schedule-{name}", ("regression", ["output"], {"optimizer": {"sgd": {"learning_rate": rate}}})
    for option, registry in (
        ("activation", ACTIVATIONS),
        ("kernel_initializer", INITIALIZERS),
        ("kernel_regularizer", REGULARIZERS),
        ("activity_regularizer", REGULARIZERS),
        ("kernel_constraint", CONSTRAINTS),
        ("bias_initializer", INITIALIZERS),
        ("bias_constraint", CONSTRAINTS),
    ):
        for name in registry:
            dense = {"dense": {"units": 8, option: plain(example(registry[name]))}}
            yield f"{option}-{name}", ("multiclass", [dense, "output"], {})
            conv = {"conv1d": {"filters": 4, "kernel_size": 3, option: plain(example(registry[name]))}}
            yield f"conv-{option}-{name}", ("binary", [{"reshape": [8, 1]}, conv, "flatten", "output"], {})


CASES = dict([*losses(), *metrics(), *others()])
REFUSED = {
    "bias_initializer-identity",
    "bias_initializer-orthogonal",
    "conv-bias_initializer-identity",
    "conv-bias_initializer-orthogonal",
    "conv-kernel_initializer-identity",
    "conv-kernel_regularizer-orthogonal_regularizer",
    "conv-activity_regularizer-orthogonal_regularizer",
}
"""What wants a weight of other axes."""


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused_is_refused(name: str, tmp_path: Path) -> None:
    kind, layers, _ = CASES[name]
    write_table(tmp_path, kind, rows=60)
    with pytest.raises(ConfigError, match="is for weights of two axes"):
        make_plan(load([write_config(tmp_path, yaml.safe_dump(layers))]))


@pytest.mark.parametrize("name", [name for name in CASES if name not in REFUSED])
def test_accepted_is_trained(name: str, tmp_path: Path) -> None:
    kind, layers, train = CASES[name]
    write_table(tmp_path, kind, rows=60)
    options = {"epochs": 1, "compile": "eager", **train}
    unit = train.get("loss") in {name for name in LOSSES if LOSSES[name].own_unit}
    config = write_config(
        tmp_path, yaml.safe_dump(layers), yaml.safe_dump(options), **({"data": OWN_UNIT} if unit else {})
    )
    made = make_plan(load([config]))
    tf, keras = start(0, 0)
    steps = Steps(tf, keras, made.plan)
    assert steps.network.count_params() == made.plan.params
    assert tuple(steps.network.output_shape) == (None, made.plan.outputs)
    rows = rows_of(made.plan, made.dataset.drawn)
    validation = rows["validation"]
    training = Training(made.plan, steps, Unseen())
    training.prepare(rows["train"], validation)
    training.run()
    (values,) = training.history
    assert np.isfinite([values["loss"], values["val_loss"]]).all()
    names = [metric.yaml_name() for metric in made.plan.metrics]
    assert {"loss", "val_loss", "learning_rate", *(f"val_{name}" for name in names)} <= set(values)
    if made.plan.target.task is not Task.REGRESSION:
        scores = judged(made.plan, steps.outputs(validation.inputs), validation.truth)
        assert scores.decided is not None
        assert scores.predicted.shape == (len(validation), made.plan.target.width)
