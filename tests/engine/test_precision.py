"""Mixed precision: half the bits inside, float32 weights and verdicts; chosen by what the GPUs have units for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nettrain.engine.precision import by_capability
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.rows import rows_of
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
@pytest.mark.parametrize(("precision", "inside"), [("mixed_float16", "float16"), ("mixed_bfloat16", "bfloat16")])
def test_halves_inside_and_whole_outside(tmp_path: Path, precision: str, inside: str, how: str) -> None:
    made = planned(
        tmp_path, "binary", LAYERS, f"{{epochs: 30, batch_size: 16, optimizer: {{adam: 0.02}}, compile: {how}}}"
    )
    rows = rows_of(made.plan, made.dataset.drawn)
    histories = []
    for chosen in ("float32", precision):
        steps = Steps(*start(1, 3), made.plan, chosen)
        training = Training(made.plan, steps, Unseen())
        training.prepare(rows["train"], rows["validation"])
        training.run()
        histories.append([epoch["loss"] for epoch in training.history])
    assert histories[1][0] != histories[0][0], "other numbers were computed with"
    np.testing.assert_allclose(histories[1], histories[0], atol=0.1)
    assert [layer.compute_dtype for layer in steps.network.layers] == [inside] * 3 + ["float32"]
    assert {variable.dtype for variable in steps.weights} == {"float32"}
    scales = [variable.name for variable in steps.variables if "scale" in variable.name]
    assert bool(scales) == (inside == "float16"), "its smallest gradients would be 0 unless the loss is scaled"
    whole = steps.in_full()
    assert {layer.compute_dtype for layer in whole.network.layers} == {"float32"}
    for one, other in zip(steps.network.variables, whole.network.variables, strict=True):
        np.testing.assert_array_equal(one, other)
    apart = np.abs(whole.outputs(rows["test"].inputs) - steps.outputs(rows["test"].inputs)).max()
    assert 0 < apart < 0.05
