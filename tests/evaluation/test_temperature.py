"""The temperature that is found has the smallest log loss; where there is none, that is said."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.evaluation.deciding import Deciding
from nettrain.evaluation.predictions import judged, logits, predictions, probabilities_from_logits
from nettrain.evaluation.temperature import log_loss, temperature
from nettrain.plan.plan import Plan
from tests.making import planned


def drawn(labels: int, scale: float, rows: int = 400, seed: int = 0) -> tuple[Any, Any, Any]:
    """Return logits `scale` times as large as those that the labels were drawn by, the labels, and weights."""
    rng = np.random.default_rng(seed)
    true = 2 * rng.normal(size=(rows, labels))
    truth = np.array([rng.choice(labels, p=p) for p in probabilities_from_logits(true)])
    made = scale * (true[:, [1]] - true[:, [0]] if labels == 2 else true)
    return made, truth, rng.integers(0, 4, rows).astype(float)


def by_hand(made: Any, truth: Any, weights: Any, t: float) -> float:
    """Return the mean of -log p, row by row."""
    total = 0.0
    for row, label, weight in zip(made.tolist(), truth.tolist(), weights.tolist(), strict=True):
        free = [0.0, *row] if len(row) == 1 else row
        total += weight * (math.log(sum(math.exp(z / t) for z in free)) - free[label] / t)
    return total / sum(weights)


@pytest.mark.parametrize("labels", [2, 3, 5])
@pytest.mark.parametrize("scale", [0.2, 1.0, 6.0])
def test_no_temperature_is_better(labels: int, scale: float) -> None:
    made, truth, weights = drawn(labels, scale)
    for counts in (None, weights):
        found = temperature(made, truth, counts)
        assert found is not None
        assert found == pytest.approx(scale, rel=0.3), "it undoes what the logits were multiplied with"
        plain = np.ones(len(truth)) if counts is None else counts
        best = by_hand(made, truth, plain, found)
        assert log_loss(made, truth, counts, found) == pytest.approx(best, rel=1e-12)
        near = [by_hand(made, truth, plain, found * (1 + step)) for step in (-0.01, -1e-5, 1e-5, 0.01)]
        assert min(near) > best


def test_weights_are_rows_written_often() -> None:
    made, truth, weights = drawn(3, 2.0, 60)
    often = weights.astype(int)
    found = temperature(made, truth, weights)
    assert found == pytest.approx(temperature(made.repeat(often, axis=0), truth.repeat(often)), rel=1e-9)


def test_by_hand_on_one_logit() -> None:
    """Three of four rows right with the same logit z: p = 3/4, so z / T = log 3."""
    found = temperature(np.full((4, 1), 5.0), np.array([1, 1, 1, 0]))
    assert found == pytest.approx(5 / math.log(3), rel=1e-9)


@pytest.mark.parametrize(
    ("made", "truth"),
    [
        ([[2.0], [-1.0]], [1, 0]),
        ([[-2.0], [1.0]], [1, 0]),
        ([[0.0], [0.0]], [1, 0]),
        ([[1.0], [1.0]], [1, 0]),
        ([[2.0], [-1.0], [1.0], [math.nan]], [1, 0, 0, 1]),
        ([[2.0], [-1.0], [1.0], [math.inf]], [1, 0, 0, 0]),
    ],
    ids=[
        "every row is right",
        "every row is wrong",
        "the logits tell nothing",
        "they are the same for both labels",
        "one is no number",
        "one is infinite",
    ],
)
def test_there_may_be_no_best_one(made: list[list[float]], truth: list[int]) -> None:
    assert temperature(np.array(made), np.array(truth)) is None


def test_rows_that_count_nothing_do_not_matter() -> None:
    made, truth = np.array([[2.0], [-1.0], [3.0]]), np.array([1, 0, 0])
    assert temperature(made, truth, np.array([1.0, 1.0, 0.0])) is None
    assert temperature(made, truth, np.array([1.0, 1.0, 0.1])) is not None


def test_where_no_row_counts_there_is_none() -> None:
    made, truth, none = np.array([[2.0], [-1.0], [3.0]]), np.array([1, 0, 0]), np.zeros(3)
    assert temperature(made, truth, none) is None
    assert math.isnan(log_loss(made, truth, none, 1.0))


LOSSES = [
    ("binary", "[output]", "auto", 1),
    ("binary", "[dense: 1]", "{binary_crossentropy: {from_logits: true}}", 1),
    ("binary", "[dense: {units: 2, activation: softmax}]", "sparse_categorical_crossentropy", 2),
    ("multiclass", "[output]", "auto", 3),
    ("multiclass", "[dense: 3]", "{sparse_categorical_crossentropy: {from_logits: true}}", 3),
]


@pytest.fixture(params=LOSSES, ids=lambda case: f"{case[0]} {case[2]}")
def plan_and_outputs(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Plan, Any]:
    kind, layers, loss, width = request.param
    plan = planned(tmp_path, kind, layers, f"{{loss: {loss}}}").plan
    free = np.random.default_rng(0).normal(size=(50, width)).astype("float32") * 3
    return plan, free if "from_logits: true" in loss else probabilities_from_logits(free.astype(float)).astype(
        "float32"
    )


def test_logits_are_what_the_probabilities_come_from(plan_and_outputs: tuple[Plan, Any]) -> None:
    plan, outputs = plan_and_outputs
    plain = predictions(plan, outputs)
    assert predictions(plan, outputs, 1.0) == pytest.approx(plain, rel=1e-6, abs=1e-9)
    assert predictions(plan, outputs, 1e9) == pytest.approx(np.full_like(plain, 1 / plain.shape[1]), abs=1e-6)
    warm = predictions(plan, outputs, 3.0)
    assert warm.sum(axis=1) == pytest.approx(np.ones(50))
    ratio = np.log(plain[:, 1] / plain[:, 0]) / np.log(warm[:, 1] / warm[:, 0])
    assert ratio == pytest.approx(np.full(50, 3.0), rel=1e-4)
    free = logits(plan, outputs)
    assert probabilities_from_logits(free / 3.0)[:, -1] == pytest.approx(warm[:, -1], rel=1e-12)


def test_probabilities_of_0_and_1_have_logits(tmp_path: Path) -> None:
    plan = planned(tmp_path, "binary", "[output]").plan
    made = predictions(plan, np.array([[0.0], [1.0]], "float32"), 2.0)
    assert np.isfinite(logits(plan, np.array([[0.0], [1.0]], "float32"))).all()
    assert (made > 0).all()


def test_the_threshold_decides_after_the_temperature(tmp_path: Path) -> None:
    plan = planned(tmp_path, "binary", "[output]").plan
    outputs, truth = np.array([[0.2], [0.4], [0.6]], "float32"), np.array([0, 0, 1])
    codes = judged(plan, outputs, truth, None, Deciding(threshold=0.3)).decided
    assert codes is not None
    assert codes.tolist() == [0, 1, 1]
    warm = judged(plan, outputs, truth, None, Deciding(temperature=10.0, threshold=0.49)).decided
    assert warm is not None
    assert warm.tolist() == [0, 0, 1]
