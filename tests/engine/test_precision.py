"""Mixed precision: half the bits inside, float32 weights and verdicts; chosen by what the GPUs have units for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.engine.precision import by_capability
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows, rows_of
from tests.making import planned
from tests.surroundings import Unseen

LAYERS = (
    "[dense: {units: 16, activation: relu, kernel_regularizer: {l2: 0.001}}, batch_normalization, dropout: 0.1, output]"
)


@pytest.mark.parametrize(
    ("capabilities", "precision"),
    [
        ([], "float32"),
        ([(6, 1)], "float32"),
        ([(7, 5)], "mixed_float16"),
        ([(8, 0), (9, 0)], "mixed_bfloat16"),
        ([(8, 0), (7, 0)], "mixed_float16"),
        ([(8, 6), (5, 2)], "float32"),
    ],
)
def test_what_all_gpus_have_units_for(capabilities: list[tuple[int, int]], precision: str) -> None:
    assert by_capability(capabilities) == precision


@pytest.mark.parametrize("how", ["xla", "graph"])
def test_halves_inside_and_whole_outside(tmp_path: Path, how: str) -> None:
    made = planned(
        tmp_path, "binary", LAYERS, f"{{epochs: 30, batch_size: 16, optimizer: {{adam: 0.02}}, compile: {how}}}"
    )
    rows = rows_of(made.plan, made.dataset.drawn)
    whole, _ = trained(made.plan, rows, "float32")
    for precision, inside in {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}.items():
        halves, steps = trained(made.plan, rows, precision)
        assert halves[0] != whole[0], "other numbers were computed with"
        np.testing.assert_allclose(halves, whole, atol=0.1)
        check_types(steps, inside, rows["test"].inputs)


def trained(plan: Plan, rows: Mapping[str, Rows], precision: str) -> tuple[list[float], Steps]:
    """Return the losses of the epochs, and the trained network."""
    steps = Steps(*start(1, 3), plan, precision)
    training = Training(plan, steps, Unseen())
    training.prepare(rows["train"], rows["validation"])
    training.run()
    return [epoch["loss"] for epoch in training.history], steps


def check_types(steps: Steps, inside: str, inputs: Any) -> None:
    """Hold what the layers compute with against what is kept, and outputs against those in full."""
    assert [layer.compute_dtype for layer in steps.network.layers] == [inside] * 3 + ["float32"]
    assert {variable.dtype for variable in steps.weights} == {"float32"}
    scales = [variable.name for variable in steps.variables if "scale" in variable.name]
    assert bool(scales) == (inside == "float16"), "its smallest gradients would be 0 unless the loss is scaled"
    full = steps.in_full()
    assert {layer.compute_dtype for layer in full.network.layers} == {"float32"}
    for one, other in zip(steps.network.variables, full.network.variables, strict=True):
        np.testing.assert_array_equal(one, other)
    apart = np.abs(full.outputs(inputs) - steps.outputs(inputs)).max()
    assert 0 < apart < 0.05
