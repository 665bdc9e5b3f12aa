"""Every metric: its documentation, its options, and its exact value against plain loops over the rows."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import math
from typing import Any

import numpy as np
import pytest
import yaml
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.component import Component
from nettrain.components.metric import Judged, named, taken
from nettrain.components.metrics._counted import CountMetric
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from tests.components.metric_oracles import ORACLES, REQUIRED
from tests.components.metric_rows import CASES, classes, judged, numbers


@pytest.mark.parametrize(("name", "options", "oracle"), ORACLES, ids=[f"{n} {o}" for n, o, _ in ORACLES])
def test_exact_value_is_what_loops_over_the_rows_give(name: str, options: dict[str, Any], oracle: Any) -> None:
    metric = METRICS[name].model_validate(options)
    fitting = [r for r in CASES if r.target.task in metric.tasks and metric.objection(r.target) is None]
    assert len(fitting) >= 7
    values = [metric.exact(judged(rows)) for rows in fitting]
    assert all(type(value) is float for value in values)
    assert values == pytest.approx([oracle(rows) for rows in fitting], rel=1e-9, abs=1e-9, nan_ok=True)
    low, high = metric.bounds
    assert all(low - 1e-9 <= value <= high + 1e-9 for value in values if not math.isnan(value))


def test_every_metric_has_an_oracle() -> None:
    assert {name for name, _, _ in ORACLES} == set(METRICS)


TINY = Judged(
    Target(Task.BINARY, ("t",), ("no", "yes")),
    np.array([0, 0, 1, 1]),
    np.array([[0.9, 0.1], [0.6, 0.4], [0.65, 0.35], [0.2, 0.8]]),
    np.array([0, 0, 0, 1]),
)
BY_HAND = [
    ("accuracy", {}, 3 / 4),
    ("auc", {}, 3 / 4),
    ("auc", {"curve": "PR"}, 1 / 2 + 1 / 2 * 2 / 3),
    ("precision", {}, 1.0),
    ("recall", {}, 1 / 2),
    ("f1_score", {}, 2 / 3),
    ("f1_score", {"average": "macro"}, (2 / 3 + 4 / 5) / 2),
    ("matthews_correlation", {}, 2 / math.sqrt(1 * 2 * 2 * 3)),
    ("sensitivity_at_specificity", {"specificity": 0.5}, 1.0),
    ("sensitivity_at_specificity", {"specificity": 0.6}, 1 / 2),
    ("precision_at_recall", {"recall": 0.6}, 2 / 3),
    ("log_loss", {}, -math.log(0.9 * 0.6 * 0.35 * 0.8) / 4),
    ("false_negatives", {}, 1.0),
]


@pytest.mark.parametrize(("name", "options", "value"), BY_HAND, ids=[f"{n} {o}" for n, o, _ in BY_HAND])
def test_exact_value_is_what_a_hand_computes(name: str, options: dict[str, Any], value: float) -> None:
    assert METRICS[name].model_validate(options).exact(TINY) == pytest.approx(value, rel=1e-12)


LABELLED = [
    ([0, 0, 0], {"auc": math.nan, "auc_PR": 1.0, "average_precision": 1.0}),
    ([0, 1, 1], {"auc": 3 / 4, "auc_PR": (1 / 2 + 1) / 2, "average_precision": (1 / 2 + 1) / 2}),
]
"""Labels of three rows; of the label 0 the second row, of the label 1 the third comes first."""


@pytest.mark.parametrize(("truth", "values"), LABELLED, ids=["one label", "two of three"])
def test_labels_that_no_row_or_every_row_has(truth: list[int], values: dict[str, float]) -> None:
    predicted = np.array([[0.3, 0.3, 0.4], [0.5, 0.4, 0.1], [0.2, 0.6, 0.2]])
    rows = Judged(
        Target(Task.MULTICLASS, ("t",), ("a", "b", "c")), np.array(truth), predicted, predicted.argmax(axis=1)
    )
    metrics = named([METRICS["auc"](), METRICS["auc"].model_validate({"curve": "PR"}), METRICS["average_precision"]()])
    found = {name: metric.exact(rows) for name, metric in metrics.items()}
    assert found == pytest.approx(values, rel=1e-12, nan_ok=True)


NAMES: list[tuple[list[str | dict[str, Any]], list[str]]] = [
    (["auc", {"f1_score": "macro"}], ["auc", "f1_score"]),
    (["precision", {"precision": {"average": "macro"}}], ["precision", "precision_macro"]),
    ([{"recall": {"class_id": 0}}, {"recall": {"class_id": 2}}], ["recall_class_id_0", "recall_class_id_2"]),
    (
        [{"pinball_loss": 0.1}, "pinball_loss", {"pinball_loss": 0.9}],
        ["pinball_loss_quantile_0.1", "pinball_loss", "pinball_loss_quantile_0.9"],
    ),
    (
        [{"recall": {"class_id": 1, "top_k": 2}}, {"recall": {"class_id": 1, "top_k": 3}}],
        ["recall_top_k_2", "recall_top_k_3"],
    ),
    ([{"auc": {"curve": "PR"}}, "auc"], ["auc_PR", "auc"]),
]


@pytest.mark.parametrize(("given", "names"), NAMES, ids=lambda part: str(part))
def test_metrics_of_one_name_are_told_apart_by_their_options(given: list[Any], names: list[str]) -> None:
    metrics = [Choice(METRICS).bind(one) for one in given]
    assert list(named(metrics)) == names
    assert list(named(metrics).values()) == metrics


@pytest.mark.parametrize("name", ["top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy"])
def test_a_network_that_tells_no_label_from_another_is_no_better_for_a_second_try(name: str) -> None:
    rows, top_2 = judged(classes(5, 50, 0)), {"top_k": 2, "average": "micro"}
    for scores in (np.full(5, 0.2), np.zeros(5), np.eye(5)[0], np.full(5, np.float64(1e-320))):
        dead = dataclasses.replace(rows, predicted=np.tile(scores, (50, 1)), decided=np.zeros(50, int))
        value = METRICS[name].model_validate({"k": 2}).exact(dead)
        assert value == METRICS["recall"].model_validate(top_2).exact(dead) == (rows.truth < 2).mean()


@pytest.mark.parametrize("name", METRICS)
def test_weights_of_two_are_rows_written_twice(name: str) -> None:
    metric = METRICS[name].model_validate(REQUIRED.get(name, {}))
    for rows in (classes(2, 30, 1), classes(4, 30, 1), numbers(2, 30, 1)):
        if rows.target.task not in metric.tasks:
            continue
        once = judged(rows)
        times = np.array([1 + i % 2 for i in range(30)])
        decided = None if once.decided is None else once.decided.repeat(times)
        twice = Judged(once.target, once.truth.repeat(times, axis=0), once.predicted.repeat(times, axis=0), decided)
        weighed = Judged(once.target, once.truth, once.predicted, once.decided, times.astype(float))
        assert metric.exact(weighed) == pytest.approx(metric.exact(twice), rel=1e-9)


@pytest.mark.parametrize(("name", "options"), [case[:2] for case in ORACLES], ids=[f"{n} {o}" for n, o, _ in ORACLES])
def test_rows_of_weight_0_say_nothing(name: str, options: dict[str, Any]) -> None:
    """However wrong they are, and be they all there is of a label."""
    metric = METRICS[name].model_validate(options)
    for rows in (classes(2, 30, 1), classes(4, 30, 1), numbers(2, 30, 1)):
        if rows.target.task in metric.tasks and metric.objection(rows.target) is None:
            made = judged(rows)
            weights = np.where(np.arange(30) % 3 == 1, 0.0, 1.0)
            if made.target.task is Task.MULTICLASS:
                weights[made.truth == made.target.width - 1] = 0.0
            known = pytest.approx(metric.exact(taken(made, weights > 0)), rel=1e-9, nan_ok=True)
            for idle in (0.5, math.nan, *([math.inf] if made.decided is None else [])):
                predicted = np.where(weights[:, None] > 0, made.predicted, idle)
                assert metric.exact(dataclasses.replace(made, weights=weights, predicted=predicted)) == known


@pytest.mark.parametrize("name", ["r2_score", "explained_variance", "pearson_correlation", "concordance_correlation"])
def test_moments_are_taken_about_the_mean_of_the_rows_that_count(name: str) -> None:
    near = judged(numbers(2, 30, 1))
    far = dataclasses.replace(near, truth=near.truth + 1e8, predicted=near.predicted + 1e8)
    weights = np.where(np.arange(30) < 10, 1e-30, 1.0)
    pulled = [np.where(weights[:, None] < 1, 0.0, some) for some in (far.truth, far.predicted)]
    rows = dataclasses.replace(far, truth=pulled[0], predicted=pulled[1], weights=weights)
    assert METRICS[name]().exact(rows) == pytest.approx(METRICS[name]().exact(taken(near, weights == 1)), rel=1e-6)


@pytest.mark.parametrize(("name", "options"), [case[:2] for case in ORACLES], ids=[f"{n} {o}" for n, o, _ in ORACLES])
def test_the_unit_of_the_weights_says_nothing(name: str, options: dict[str, Any]) -> None:
    metric = METRICS[name].model_validate(options)
    for rows in (classes(2, 30, 1, "weights"), classes(4, 30, 1, "weights"), numbers(2, 30, 1, "weights")):
        if rows.target.task in metric.tasks and metric.objection(rows.target) is None:
            made, value = judged(rows), metric.exact(judged(rows))
            assert made.weights is not None
            for unit in (1e-170, 1e-85, 1e80, 1e160):
                found = metric.exact(dataclasses.replace(made, weights=made.weights * unit))
                assert found == pytest.approx(value * unit if isinstance(metric, CountMetric) else value, rel=1e-9)


@pytest.mark.parametrize("unit", [1e-170, 1e-85, 1e80, 1e160])
def test_the_unit_of_the_numbers_says_nothing_of_their_correlation(unit: float) -> None:
    metric, rows = METRICS["pearson_correlation"](), judged(numbers(2, 30, 1))
    moved = dataclasses.replace(rows, truth=rows.truth * unit, predicted=rows.predicted * unit)
    assert metric.exact(moved) == pytest.approx(metric.exact(rows), rel=1e-9)


@pytest.mark.parametrize("error", [1e-150, -1e-9, 1e-5, 1 - 1e-9, -1.0, 700.0, -1e9, math.inf])
def test_log_cosh_of_errors_of_any_size(error: float) -> None:
    """Small ones by the first terms of its series, large ones less log 2."""
    size = abs(error)
    value = size**2 / 2 - size**4 / 12 if size < 1e-2 else size - math.log(2) + math.log1p(math.exp(-2 * size))
    row = Judged(Target(Task.REGRESSION, ("t",)), np.zeros((1, 1)), np.full((1, 1), error))
    assert METRICS["log_cosh_error"]().exact(row) == pytest.approx(value, rel=1e-12, abs=0)


@pytest.mark.parametrize(("name", "options"), [case[:2] for case in ORACLES], ids=[f"{n} {o}" for n, o, _ in ORACLES])
def test_where_no_row_counts_there_is_nothing_to_tell(name: str, options: dict[str, Any]) -> None:
    metric = METRICS[name].model_validate(options)
    for rows in (classes(2, 30, 1), classes(4, 30, 1), numbers(2, 30, 1)):
        if rows.target.task in metric.tasks and metric.objection(rows.target) is None:
            idle = dataclasses.replace(judged(rows), weights=np.zeros(30))
            nothing = 0.0 if isinstance(metric, CountMetric) else math.nan
            assert metric.exact(idle) == pytest.approx(nothing, abs=0, nan_ok=True)


@pytest.mark.parametrize("name", METRICS)
def test_goal_points_from_bad_to_good(name: str) -> None:
    metric = METRICS[name].model_validate(REQUIRED.get(name, {}))
    if name == "expected_calibration_error":
        return  # tells nothing of which label is right; see test_confidence_without_reason_is_an_error
    task = Task.MULTICLASS if Task.MULTICLASS in metric.tasks else min(metric.tasks)
    rows = {Task.MULTICLASS: classes(4, 60, 2), Task.BINARY: classes(2, 60, 2), Task.REGRESSION: numbers(2, 60, 2)}[
        task
    ]
    good = judged(rows)
    bad = Judged(good.target, good.truth, good.predicted[::-1], None if good.decided is None else good.decided[::-1])
    better, worse = metric.exact(good), metric.exact(bad)
    assert better > worse if metric.goal == "max" else better < worse


def test_confidence_without_reason_is_an_error() -> None:
    metric = METRICS["expected_calibration_error"]()
    sure = dataclasses.replace(TINY, predicted=np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    fair = dataclasses.replace(TINY, predicted=np.array([[0.75, 0.25], [0.75, 0.25], [0.75, 0.25], [0.25, 0.75]]))
    assert (metric.exact(sure), metric.exact(fair)) == (0.25, 0.0)


OBJECTIONS = [
    ("precision", {"class_id": 2}, 2, "class_id is 2, but the target has 2 labels: expected 0 ('a') to 1 ('b')"),
    ("recall", {"top_k": 3}, 3, "top_k is 3, but the target has 3 labels: expected at most 2"),
    (
        "precision_at_recall",
        {"recall": 0.5, "class_id": 9},
        3,
        "class_id is 9, but the target has 3 labels: expected 0 ('a') to 2 ('c')",
    ),
    ("top_k_categorical_accuracy", {}, 3, "k is 5, but the target has 3 labels: expected at most 2"),
    ("sparse_top_k_categorical_accuracy", {"k": 3}, 3, "k is 3, but the target has 3 labels: expected at most 2"),
    ("cosine_similarity", {}, 0, "the angle needs at least 2 target columns, but there is 1"),
]


@pytest.mark.parametrize(
    ("name", "options", "labels", "message"), OBJECTIONS, ids=[f"{n} {o}" for n, o, *_ in OBJECTIONS]
)
def test_options_that_do_not_fit_the_target(name: str, options: dict[str, Any], labels: int, message: str) -> None:
    rows = classes(labels, 1, 0) if labels else numbers(1, 1, 0)
    assert METRICS[name].model_validate(options).objection(rows.target) == message


REFUSED = [
    ("auc", {"num_thresholds": 1}),
    ("auc", {"curve": "roc"}),
    ("auc", {"thresholds": (0.5, 1.5)}),
    ("binary_accuracy", {"threshold": 1.5}),
    ("precision", {"thresholds": [0.1, 0.2]}),
    ("recall", {"top_k": 0}),
    ("recall", {"class_id": -1}),
    ("f1_score", {"threshold": 0.0}),
    ("fbeta_score", {"beta": 0.0}),
    ("fbeta_score", {"average": "none"}),
    ("r2_score", {"num_regressors": -1}),
    ("sensitivity_at_specificity", {}),
    ("top_k_categorical_accuracy", {"k": 0}),
    ("categorical_crossentropy", {"label_smoothing": 2.0}),
]


@pytest.mark.parametrize(("name", "options"), REFUSED, ids=[f"{n} {o}" for n, o in REFUSED])
def test_senseless_options_are_refused(name: str, options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        METRICS[name].model_validate(options)


@pytest.mark.parametrize("name", METRICS)
def test_the_label_that_a_metric_is_about(name: str) -> None:
    asked = {"class_id": 1} if "class_id" in METRICS[name].model_fields else {}
    assert METRICS[name].model_validate({**REQUIRED.get(name, {}), **asked}).about() == asked.get("class_id")
    assert METRICS[name].model_validate(REQUIRED.get(name, {})).about() is None


@pytest.mark.parametrize("name", METRICS)
def test_unknown_options_are_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="unknown key"):
        METRICS[name].model_validate({**REQUIRED.get(name, {}), "colour": 1})


@pytest.mark.parametrize("name", METRICS)
def test_documentation(name: str) -> None:
    metric = METRICS[name]
    module = inspect.getmodule(metric)
    assert module is not None
    assert module.__doc__ is not None
    assert module.__doc__.startswith(f"{name}: ")
    lines = [line.strip() for line in (inspect.getdoc(metric) or "").splitlines()]
    assert all(any(line.startswith(start) for line in lines) for start in ("Target: ", "Source: "))
    start, _, example = lines[-1].partition(": ")
    assert start == "Example"
    assert isinstance(Choice(METRICS).bind(yaml.safe_load(example)), metric)
    assert fields_with_text(metric) == set(metric.model_fields)
    own = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Component)]
    assert [v for v in own if v.__module__ == module.__name__] == [metric]


def fields_with_text(component: type[Component]) -> set[str]:
    documented = set()
    for parent in component.__mro__:
        if parent is object or not parent.__module__.startswith("nettrain."):
            continue
        body = ast.parse(inspect.getsource(parent)).body[0].body  # type: ignore[attr-defined]
        for field, text in itertools.pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                documented.add(ast.unparse(field.target))
    return documented & set(component.model_fields)
