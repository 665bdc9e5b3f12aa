"""The running form of every metric, compiled by XLA, gives the exact value; and so do Keras's own metrics."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Form, Target, Task
from tests.components.metric_oracles import REQUIRED
from tests.components.test_keras_names import METRICS_OF_OURS

OWN = METRICS_OF_OURS
"""Metrics that Keras lacks."""
ADDED = {"precision": ["average"], "recall": ["average"]}
"""Options that Keras lacks, after its own."""
OMITTED = {
    "name": "the metric is named as in the config",
    "dtype": "everything is computed in float32 while training and in float64 afterwards",
    "axis": "rows are always the first axis, labels or targets the last",
    "from_logits": "metrics always get probabilities, whatever the loss takes",
    "ignore_class": "rows are dropped from the data; Keras counts them as rows without a loss",
    "from_sorted_ids": "a network gives a probability a label, never a ranking",
    "multi_label": "a row has one label; several labels are always averaged",
    "num_labels": "goes with multi_label",
    "label_weights": "goes with multi_label",
}
"""Options of Keras that no metric here has, and why."""
WITHOUT = {
    **{name: METRICS[name].tasks for name in METRICS_OF_OURS - {"balanced_accuracy", "log_loss"}},
    "pearson_correlation": {Task.REGRESSION},
    "concordance_correlation": {Task.REGRESSION},
}
"""Metrics without a running form."""
FIXED_THRESHOLDS = {
    "auc",
    "sensitivity_at_specificity",
    "specificity_at_sensitivity",
    "precision_at_recall",
    "recall_at_precision",
}
"""Metrics whose running form looks at a few thresholds only."""
NETWORKS = [(Task.BINARY, 1), (Task.BINARY, 2), (Task.MULTICLASS, 4), (Task.REGRESSION, 1), (Task.REGRESSION, 3)]
FINE = tuple(n / 400 for n in range(1, 400))
MORE: dict[str, list[dict[str, Any]]] = {
    "auc": [{}, {"curve": "PR"}, {"thresholds": FINE, "summation_method": "minoring"}],
    "precision": [
        {},
        {"thresholds": 0.4},
        {"class_id": 0},
        {"top_k": 1},
        {"top_k": 1, "thresholds": 0.4},
        {"top_k": 2},
        {"average": "macro"},
        {"average": "micro"},
    ],
    "recall": [
        {},
        {"average": "macro"},
        {"average": "weighted"},
        {"thresholds": 0.4},
        {"class_id": 0},
        {"top_k": 1, "class_id": 1},
        {"top_k": 3},
    ],
    "f1_score": [{}, {"average": "micro"}, {"average": "macro", "threshold": 0.4}, {"average": "weighted"}],
    "fbeta_score": [{}, {"beta": 2.0, "threshold": 0.4}, {"beta": 2, "average": "weighted"}],
    "true_positives": [{}, {"thresholds": 0.4}],
    "binary_accuracy": [{}, {"threshold": 0.4}],
    "binary_crossentropy": [{}, {"label_smoothing": 0.2}],
    "categorical_crossentropy": [{}, {"label_smoothing": 0.2}],
    "r2_score": [{}, {"class_aggregation": "variance_weighted_average"}, {"num_regressors": 2}],
    "sensitivity_at_specificity": [{"specificity": 0.8}, {"specificity": 0.8, "class_id": 0}],
}
"""Sets of options to try, where there is more than one."""


@pytest.fixture(scope="module")
def tensorflow() -> Any:
    import tensorflow

    return tensorflow


@pytest.fixture(scope="module")
def keras(tensorflow: Any) -> Any:
    import keras

    return keras


def made(task: Task, outputs: int, rows: int = 2000) -> tuple[Judged, NDArray[np.float32]]:
    """Return judged rows and the network's outputs (rows, outputs) that they come from."""
    draw = np.random.default_rng(5)
    if task is Task.REGRESSION:
        truth = draw.gamma(2.0, 2.0, (rows, outputs)).astype(np.float32)
        numbers = np.abs(truth + draw.normal(0, 1, truth.shape)).astype(np.float32) + np.float32(0.1)
        target = Target(task, tuple(f"t{i}" for i in range(outputs)))
        return Judged(target, truth.astype(np.float64), numbers.astype(np.float64)), numbers
    labels = 2 if task is Task.BINARY else outputs
    codes = draw.integers(0, labels, rows)
    odds = np.exp(draw.normal(0, 1, (rows, labels)) + (codes[:, None] == np.arange(labels)))
    probabilities = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    predicted = probabilities.astype(np.float64)
    if outputs == 1:
        probabilities = probabilities[:, 1:]
        predicted = np.hstack([1 - predicted[:, 1:], predicted[:, 1:]])
    target = Target(task, ("t",), tuple("abcd"[:labels]))
    return Judged(target, codes, predicted, predicted.argmax(axis=1)), probabilities


def formed(judged: Judged, form: Form) -> NDArray[Any]:
    """Return the truth as a metric wants it."""
    if judged.target.task is Task.REGRESSION:
        return judged.truth.astype(np.float32)
    if form is Form.CODE:
        return judged.truth.astype(np.int32)
    hot = (judged.truth[:, None] == np.arange(judged.target.width)).astype(np.float32)
    return hot if form is Form.ONE_HOT else hot[:, 1:]


def weights_of(judged: Judged) -> NDArray[np.float64]:
    """Return weights that change every metric: rows that are predicted well count 3, others 1, some of either 0."""
    if judged.decided is None:
        errors = np.abs(judged.truth - judged.predicted).max(axis=1)
        well = errors < np.median(errors)
    else:
        well = judged.decided == judged.truth
    weights = np.where(well, 3.0, 1.0)
    weights[::10] = 0
    return weights


RUNNING = [
    (name, options, task, outputs)
    for name in METRICS
    for options in MORE.get(name, [REQUIRED.get(name, {})])
    for task, outputs in NETWORKS
    if task in METRICS[name].tasks
    and METRICS[name].model_validate(options).objection(made(task, outputs, 1)[0].target) is None
]


@pytest.mark.parametrize("weighed", [False, True], ids=["", "weighed"])
@pytest.mark.parametrize("case", RUNNING, ids=[" ".join(map(str, case)) for case in RUNNING])
def test_running_form_compiles_and_gives_the_exact_value(
    tensorflow: Any, keras: Any, case: tuple[str, dict[str, Any], Task, int], weighed: bool
) -> None:
    name, options, task, outputs = case
    metric = METRICS[name].model_validate(options)
    judged, predicted = made(task, outputs)
    counts = None
    if weighed:
        judged = replace(judged, weights=weights_of(judged))
        counts = judged.weights.astype(np.float32)
    if not metric.runs(judged.target, outputs):
        one_output = (name, outputs) == ("categorical_hinge", 1)
        pooled = options.get("average") in ("micro", "weighted")
        other = one_output or pooled or "num_regressors" in options
        assert task in WITHOUT.get(name, set()) or other
        return
    assert task not in WITHOUT.get(name, set())
    running = metric.running(keras, judged.target, outputs)
    update = tensorflow.function(lambda *given: running.update_state(*given), jit_compile=True)
    variables = list(running.variables)
    batch = formed(judged, metric.form(judged.target, outputs)), predicted
    update(*map(tensorflow.constant, batch), counts)
    assert [id(v) for v in running.variables] == [id(v) for v in variables]  # all there before the first step
    near = {"abs": 0.02} if name in FIXED_THRESHOLDS else {"rel": 3e-6}
    value = tensorflow.function(lambda: tensorflow.reduce_mean(running.result()), autograph=False)
    assert float(value()) == pytest.approx(metric.exact(judged), **near)
    if weighed:
        assert metric.exact(replace(judged, weights=None)) != pytest.approx(metric.exact(judged), **near)
    running.reset_state()
    assert all(float(np.abs(v).sum()) == 0 for v in running.variables)


ONE_BATCH = [
    ("categorical_accuracy", {}, Task.MULTICLASS),
    ("categorical_crossentropy", {"label_smoothing": 0.1}, Task.MULTICLASS),
    ("kl_divergence", {}, Task.MULTICLASS),
    ("categorical_hinge", {}, Task.MULTICLASS),
    ("top_k_categorical_accuracy", {"k": 2}, Task.MULTICLASS),
    ("f1_score", {"average": "macro"}, Task.MULTICLASS),
    ("fbeta_score", {"average": "weighted", "beta": 2.0, "threshold": 0.3}, Task.MULTICLASS),
    ("f1_score", {"average": "micro", "threshold": 0.3}, Task.MULTICLASS),
    ("precision", {"top_k": 2, "class_id": 3}, Task.MULTICLASS),
    ("recall", {"thresholds": 0.3, "class_id": 0}, Task.MULTICLASS),
    ("true_negatives", {"thresholds": 0.3}, Task.MULTICLASS),
    ("mean_squared_error", {}, Task.REGRESSION),
    ("root_mean_squared_error", {}, Task.REGRESSION),
    ("mean_absolute_error", {}, Task.REGRESSION),
    ("mean_absolute_percentage_error", {}, Task.REGRESSION),
    ("mean_squared_logarithmic_error", {}, Task.REGRESSION),
    ("log_cosh_error", {}, Task.REGRESSION),
    ("poisson", {}, Task.REGRESSION),
    ("cosine_similarity", {}, Task.REGRESSION),
    ("r2_score", {}, Task.REGRESSION),
    ("r2_score", {"class_aggregation": "variance_weighted_average"}, Task.REGRESSION),
]


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize(("name", "options", "task"), ONE_BATCH, ids=[f"{n} {o}" for n, o, _ in ONE_BATCH])
def test_exact_value_is_what_keras_gives_for_one_batch(
    keras: Any, name: str, options: dict[str, Any], task: Task, weighed: bool
) -> None:
    metric = METRICS[name].model_validate(options)
    rows, _ = made(task, 4 if task is Task.MULTICLASS else 3, 300)
    weights = np.random.default_rng(6).gamma(2.0, 1.0, 300) if weighed else None
    judged = Judged(rows.target, rows.truth, rows.predicted, rows.decided, weights)
    precision = "float32" if name == "top_k_categorical_accuracy" else "float64"  # it takes no other
    reference = getattr(keras.metrics, type(metric).__name__)(**options, dtype=precision)
    spread = np.repeat(weights[:, None], 3, axis=1) if weighed and name == "root_mean_squared_error" else weights
    reference.update_state(
        formed(judged, Form.ONE_HOT).astype(precision), judged.predicted.astype(precision), sample_weight=spread
    )
    assert metric.exact(judged) == pytest.approx(float(reference.result()), rel=1e-6)


@pytest.mark.parametrize("name", ["pearson_correlation", "concordance_correlation"])
def test_correlation_over_rows_is_what_keras_gives_along_the_rows(keras: Any, name: str) -> None:
    judged, _ = made(Task.REGRESSION, 3)
    reference = getattr(keras.metrics, type(METRICS[name]()).__name__)(axis=0, dtype="float64")
    reference.update_state(judged.truth, judged.predicted)
    assert METRICS[name]().exact(judged) == pytest.approx(float(reference.result()), rel=1e-6)


@pytest.mark.parametrize("name", sorted(set(METRICS) - OWN))
def test_options_and_defaults_are_those_of_keras(keras: Any, name: str) -> None:
    metric = METRICS[name]
    theirs = dict(inspect.signature(getattr(keras.metrics, metric.__name__).__init__).parameters)
    del theirs["self"]
    ours: dict[str, Any] = {
        f: v.default if not v.is_required() else inspect.Parameter.empty for f, v in metric.model_fields.items()
    }
    added = [option for option in ours if option in ADDED.get(name, [])]
    assert list(ours)[len(ours) - len(added) :] == added == ADDED.get(name, [])
    assert all(ours.pop(option) is None for option in added)
    assert ours == {option: p.default for option, p in theirs.items() if option not in OMITTED}
    assert list(ours) == [option for option in theirs if option not in OMITTED]


def test_own_metrics_are_unknown_to_keras(keras: Any) -> None:
    assert not [name for name in OWN if hasattr(keras.metrics, METRICS[name].__name__)]
