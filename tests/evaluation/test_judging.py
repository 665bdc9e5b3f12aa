"""Scores stand beside those of trivial answers."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.data.trivial import Trivial
from nettrain.evaluation.baselines import answers, apart
from nettrain.evaluation.intervals import resampling
from nettrain.evaluation.judging import Score, judge
from nettrain.html.scores import score_lines
from nettrain.reporters.scores import score_table

BINARY = Judged(
    Target(Task.BINARY, ("t",), ("no", "yes")),
    np.array([0, 0, 1, 1]),
    np.array([[0.9, 0.1], [0.6, 0.4], [0.65, 0.35], [0.2, 0.8]]),
    np.array([0, 0, 0, 1]),
)
THREE = Judged(
    Target(Task.MULTICLASS, ("t",), ("a", "b", "c")),
    np.array([0, 1, 2, 2]),
    np.array([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.3, 0.3, 0.4], [0.6, 0.2, 0.2]]),
    np.array([0, 1, 2, 0]),
    np.array([1.0, 2.0, 1.0, 1.0]),
)
NUMBERS = Judged(
    Target(Task.REGRESSION, ("s", "t")),
    np.array([[1.0, 10.0], [3.0, 30.0]]),
    np.array([[2.0, 10.0], [3.0, 20.0]]),
)


def test_trivial_answers_for_labels() -> None:
    found = list(answers(METRICS["accuracy"](), THREE, Trivial(shares=(0.2, 0.5, 0.3))))[:2]
    assert [one.predicted.round(20).tolist() for one in found] == [[[0.2, 0.5, 0.3]] * 4, [[0.0, 1.0, 0.0]] * 4]
    assert [one.predicted[0].argsort().tolist() for one in found] == [[0, 2, 1]] * 2
    assert [one.decided.tolist() for one in found if one.decided is not None] == [[1] * 4] * 2
    assert all(one.truth is THREE.truth and one.weights is THREE.weights for one in found)
    two = list(answers(METRICS["accuracy"](), BINARY, Trivial(shares=(0.75, 0.25))))[:3]
    assert [one.predicted[0].round(20).tolist() for one in two] == [[0.75, 0.25], [1.0, 0.0], [0.0, 1.0]]
    about = list(answers(METRICS["recall"].model_validate({"class_id": 2}), THREE, Trivial(shares=(0.2, 0.5, 0.3))))[:3]
    assert [one.decided.tolist() for one in about if one.decided is not None] == [[1] * 4, [1] * 4, [2] * 4]


def test_a_score_names_the_label_that_was_asked_for() -> None:
    metrics = {"recall": METRICS["recall"].model_validate({"class_id": 2}), "accuracy": METRICS["accuracy"]()}
    scores = {name: score.to_json() for name, score in judge(THREE, metrics, Trivial(shares=(0.2, 0.5, 0.3))).items()}
    assert scores["recall"]["label"] == THREE.target.labels[2]
    assert "label" not in scores["accuracy"]
    assert [row[0] for row in score_table(scores).rows] == [f"recall of '{THREE.target.labels[2]}'", "accuracy"]
    assert [line["name"] for line in score_lines(scores)] == [f"recall of '{THREE.target.labels[2]}'", "accuracy"]


@pytest.mark.parametrize(
    ("shares", "order"),
    [
        ((0.25, 0.25, 0.5), [2, 0, 1]),
        ((0.2,) * 5, [0, 1, 2, 3, 4]),
        ((0.0, 0.0, 1.0), [2, 0, 1]),
        ((0.0, 5e-324, 0.0, 1.0), [3, 1, 0, 2]),
    ],
)
def test_no_label_is_as_likely_as_another(shares: tuple[float, ...], order: list[int]) -> None:
    made = apart(np.array(shares))
    assert (-made).argsort().tolist() == order
    assert len(set(made)) == len(made)
    assert made.min() >= 0
    assert made == pytest.approx(shares, abs=1e-15)


def test_trivial_answers_for_numbers() -> None:
    found = list(answers(METRICS["r2_score"](), NUMBERS, Trivial(means=(1.5, 20.0), medians=(1.0, 21.0))))
    assert [one.predicted.tolist() for one in found] == [[[1.5, 20.0]] * 2, [[1.0, 21.0]] * 2]
    assert [one.decided for one in found] == [None, None]
    more = answers(METRICS["pinball_loss"](), NUMBERS, Trivial(means=(1.0, 2.0), medians=(1.0, 2.0)), (0.5, 3.0))
    assert [one.predicted.tolist() for one in more] == [[[1.0, 2.0]] * 2, [[0.5, 3.0]] * 2]


BASELINES = [
    (BINARY, Trivial(shares=(0.75, 0.25)), "accuracy", {}, 3 / 4, 1 / 2),
    (BINARY, Trivial(shares=(0.25, 0.75)), "recall", {}, 1 / 2, 1.0),
    (BINARY, Trivial(shares=(0.75, 0.25)), "auc", {}, 3 / 4, 1 / 2),
    (
        BINARY,
        Trivial(shares=(0.75, 0.25)),
        "log_loss",
        {},
        -math.log(0.9 * 0.6 * 0.35 * 0.8) / 4,
        -(math.log(0.75) + math.log(0.25)) / 2,
    ),
    (BINARY, Trivial(shares=(0.75, 0.25)), "matthews_correlation", {}, 1 / math.sqrt(3), 0.0),
    (THREE, Trivial(shares=(0.2, 0.5, 0.3)), "accuracy", {}, 4 / 5, 2 / 5),
    (THREE, Trivial(shares=(0.2, 0.5, 0.3)), "balanced_accuracy", {}, (1 + 1 + 1 / 2) / 3, 1 / 3),
    (THREE, Trivial(shares=(0.2, 0.5, 0.3)), "top_k_categorical_accuracy", {"k": 2}, 4 / 5, 4 / 5),
    (THREE, Trivial(shares=(1 / 3,) * 3), "top_k_categorical_accuracy", {"k": 2}, 4 / 5, 3 / 5),
    (BINARY, Trivial(shares=(0.75, 0.25)), "f1_score", {}, 2 / 3, 2 / 3),
    (BINARY, Trivial(shares=(0.75, 0.25)), "false_positives", {}, 0.0, 0.0),
    (NUMBERS, Trivial(means=(2.0, 20.0), medians=(2.0, 20.0)), "r2_score", {}, 1 / 2, 0.0),
    (
        NUMBERS,
        Trivial(means=(2.0, 20.0), medians=(2.0, 20.0), constants={"mean_absolute_error": (1.0, 9.0)}),
        "mean_absolute_percentage_error",
        {},
        (100 + 0 + 0 + 100 / 3) / 4,
        (100 + 100 / 3 + 100 + 100 / 3) / 4,
    ),
    (
        NUMBERS,
        Trivial(means=(2.0, 20.0), medians=(2.0, 20.0), constants={"mean_absolute_percentage_error": (1.0, 10.0)}),
        "mean_absolute_percentage_error",
        {},
        (100 + 0 + 0 + 100 / 3) / 4,
        (0 + 200 / 3 + 0 + 200 / 3) / 4,
    ),
    (NUMBERS, Trivial(means=(9.0, 9.0), medians=(2.0, 20.0)), "mean_absolute_error", {}, 11 / 4, 5.5),
    (NUMBERS, Trivial(means=(2.0, 20.0), medians=(9.0, 9.0)), "mean_absolute_error", {}, 11 / 4, 5.5),
    (NUMBERS, Trivial(means=(2.0, 20.0), medians=(2.0, 20.0)), "mean_absolute_error", {}, 11 / 4, 5.5),
]


@pytest.mark.parametrize(("judged", "trivial", "name", "options", "value", "baseline"), BASELINES)
def test_score_has_value_and_baseline(
    judged: Judged, trivial: Trivial, name: str, options: dict[str, Any], value: float, baseline: float
) -> None:
    metric = METRICS[name].model_validate(options)
    (got,) = judge(judged, {name: metric}, trivial).items()
    assert got[0] == name
    assert (got[1].value, got[1].baseline) == pytest.approx((value, baseline), rel=1e-6, nan_ok=True)
    assert got[1].goal == metric.goal


def test_scores_stand_in_the_order_of_the_metrics() -> None:
    metrics = {name: METRICS[name]() for name in ("mean_squared_error", "mean_absolute_error", "r2_score")}
    scores = judge(NUMBERS, metrics, Trivial(means=(2.0, 20.0), medians=(2.0, 20.0)))
    assert list(scores) == ["mean_squared_error", "mean_absolute_error", "r2_score"]
    assert scores["mean_squared_error"] == Score((1 + 100) / 4, (1 + 1 + 100 + 100) / 4, "min")


@pytest.mark.parametrize(
    "name", ["cohen_kappa", "explained_variance", "concordance_correlation", "pearson_correlation"]
)
def test_a_constant_answer_scores_0_and_not_what_rounding_leaves(name: str) -> None:
    draw = np.random.default_rng(0)
    for rows in (7, 60, 400):
        weights, truth = draw.random(rows).round(3) + 0.001, draw.integers(0, 2, rows)
        labels = Judged(BINARY.target, truth, np.tile([0.4, 0.6], (rows, 1)), np.ones(rows, int), weights)
        numbers = Judged(
            Target(Task.REGRESSION, ("t",)), draw.random((rows, 1)), np.full((rows, 1), 0.3), None, weights
        )
        assert METRICS[name]().exact(labels if name == "cohen_kappa" else numbers) == 0.0


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_a_baseline_between_its_bounds(name: str) -> None:
    required = {option for option, field in METRICS[name].model_fields.items() if field.is_required()}
    metric = METRICS[name].model_validate({**dict.fromkeys(required, 0.5), **({"k": 2} if "top_k" in name else {})})
    sides = [(BINARY, Trivial(shares=(0.75, 0.25))), (THREE, Trivial(shares=(1.0, 0.0, 0.0)))]
    sides += [(NUMBERS, Trivial(means=(2.0, 20.0), medians=(2.0, 20.0)))]
    fitting = [(j, t) for j, t in sides if j.target.task in metric.tasks]
    assert fitting
    for judged, trivial in fitting:
        score = judge(judged, {name: metric}, trivial)[name]
        assert metric.bounds[0] <= score.value <= metric.bounds[1]
        assert metric.bounds[0] <= score.baseline <= metric.bounds[1]


@pytest.mark.parametrize(
    "name", ["accuracy", "log_loss", "auc", "matthews_correlation", "r2_score", "mean_squared_error"]
)
def test_a_slice_of_which_no_row_counts_has_no_scores(name: str) -> None:
    trivial = Trivial(shares=(0.75, 0.25), means=(2.0, 20.0), medians=(2.0, 20.0))
    rows = BINARY if Task.BINARY in METRICS[name].tasks else NUMBERS
    idle = replace(rows, weights=np.zeros(len(rows.truth)))
    score = judge(idle, {name: METRICS[name]()}, trivial, resampling(len(rows.truth), 0, None, idle.weights))[name]
    assert math.isnan(score.value)
    assert math.isnan(score.baseline)
    assert score.interval is None


@pytest.mark.parametrize("name", METRICS)
def test_a_prediction_that_is_no_number_leaves_a_metric_undefined_unless_its_row_counts_nothing(name: str) -> None:
    required = {option for option, field in METRICS[name].model_fields.items() if field.is_required()}
    metric = METRICS[name].model_validate({**dict.fromkeys(required, 0.5), **({"k": 2} if "top_k" in name else {})})
    for rows in (side for side in (BINARY, THREE, NUMBERS) if side.target.task in metric.tasks):
        predicted, weights = rows.predicted.copy(), np.ones(len(rows.truth))
        predicted[0], weights[0] = np.nan, 0.0
        assert math.isnan(metric.exact(replace(rows, predicted=predicted, weights=None)))
        idle = metric.exact(replace(rows, predicted=predicted, weights=weights))
        assert idle == pytest.approx(metric.exact(replace(rows, weights=weights)), nan_ok=True)


BEATS = [
    ("max", 0.5, (0.51, 0.6), True),
    ("max", 0.5, (0.5, 0.6), False),
    ("max", 0.5, (0.1, 0.4), False),
    ("min", 0.5, (0.3, 0.49), True),
    ("min", 0.5, (0.3, 0.5), False),
    ("min", 0.5, (0.6, 0.7), False),
    ("max", 0.5, None, None),
    ("max", math.nan, (0.5, 0.6), None),
]


@pytest.mark.parametrize(("goal", "baseline", "interval", "beats"), BEATS)
def test_a_score_beats_its_baseline_with_its_whole_interval(
    goal: Any, baseline: float, interval: tuple[float, float] | None, beats: bool | None
) -> None:
    score = Score(0.5, baseline, goal, interval)
    assert score.to_json() == {
        "value": 0.5,
        "baseline": pytest.approx(baseline, nan_ok=True),
        "goal": goal,
        "interval": interval,
        "beats_baseline": beats,
    }
