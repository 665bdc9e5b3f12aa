"""Every metric that scikit-learn has too gives the same: random rows, ties, constants, one label, and weights.

Where scikit-learn warns that a metric is undefined and puts a number in its place, ours is nan.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import CLASSES, Target, Task

pytestmark = pytest.mark.filterwarnings("ignore")
KINDS = ("plain", "ties", "constant", "one label", "weights", "ties and weights", "certain")
AVERAGES = (None, "micro", "macro", "weighted")
CASES = 200
Theirs = Callable[[Any, Judged], float]
"""Computes a metric with the module `sklearn.metrics`; nan where the module warns that it is undefined."""


def hard(name: str, **options: Any) -> Theirs:
    """Return scikit-learn's metric of decided labels."""
    return lambda m, j: getattr(m, name)(j.truth, j.decided, sample_weight=j.weights, **options)


def of_labels(name: str, average: str | None) -> Theirs:
    """Return scikit-learn's metric of the positive label, or averaged over all that occur or are called."""

    def value(m: Any, j: Judged) -> float:
        if average is None and j.target.task is Task.BINARY:
            labels, how = None, "binary"
        else:
            there = np.unique(np.concatenate([j.truth, j.decided]))
            labels, how = there, average or "macro"
            if name == "recall_score" and how == "macro":
                labels = np.unique(j.truth)  # a label that does not occur has no recall
        return getattr(m, name)(j.truth, j.decided, labels=labels, average=how, sample_weight=j.weights)

    return value


def ranked(name: str, *, needs_both: bool) -> Theirs:
    """Return scikit-learn's metric of scores: the positive label's, or the mean over labels that can have one."""

    def value(m: Any, j: Judged) -> float:
        codes = [1] if j.target.task is Task.BINARY else range(j.target.width)
        hot = [(code, j.truth == code) for code in codes]
        found = [
            getattr(m, name)(own, j.predicted[:, code], sample_weight=j.weights)
            for code, own in hot
            if own.any() and not (needs_both and own.all())
        ]
        return float(np.mean(found)) if found else np.nan

    return value


def soft(name: str, **options: Any) -> Theirs:
    """Return scikit-learn's metric of probabilities."""

    def value(m: Any, j: Judged) -> float:
        labels = np.arange(j.target.width)
        scores = j.predicted[:, 1] if name == "brier_score_loss" and len(labels) == 2 else j.predicted
        named = {"pos_label": 1} if scores.ndim == 1 else {"labels": labels}
        return getattr(m, name)(j.truth, scores, sample_weight=j.weights, **named, **options)

    return value


def top(k: int) -> Theirs:
    """Return scikit-learn's metric; of equal probabilities ours takes the first, as for recall, and not the last."""

    def value(m: Any, j: Judged) -> float:
        labels = np.arange(j.target.width)
        nudged = j.predicted - 1e-9 * labels
        return m.top_k_accuracy_score(j.truth, nudged, k=k, labels=labels, sample_weight=j.weights)

    return value


def of_numbers(name: str, **options: Any) -> Theirs:
    """Return scikit-learn's metric of numbers."""
    return lambda m, j: getattr(m, name)(j.truth, j.predicted, sample_weight=j.weights, **options)


def calibration(m: Any, j: Judged) -> float:
    """The expected calibration error, from scikit-learn's calibration curve of "the decision is right"."""
    from sklearn.calibration import calibration_curve

    assert j.decided is not None
    sure = np.take_along_axis(j.predicted, j.decided[:, None], axis=1)[:, 0]
    right, confidence = calibration_curve(j.truth == j.decided, sure, n_bins=10)
    inside = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], sure), minlength=10)
    return float(np.abs(right - confidence) @ inside[inside > 0] / len(sure))


METRIC_PAIRS: list[tuple[str, dict[str, Any], Theirs]] = [
    ("accuracy", {}, hard("accuracy_score")),
    ("balanced_accuracy", {}, hard("balanced_accuracy_score")),
    ("matthews_correlation", {}, hard("matthews_corrcoef")),
    ("cohen_kappa", {}, lambda m, j: m.cohen_kappa_score(j.truth, j.decided, sample_weight=j.weights)),
    ("log_loss", {}, soft("log_loss")),
    ("brier_score", {}, soft("brier_score_loss")),
    ("expected_calibration_error", {}, calibration),
    ("auc", {}, ranked("roc_auc_score", needs_both=True)),
    ("auc", {"curve": "PR"}, ranked("average_precision_score", needs_both=False)),
    ("average_precision", {}, ranked("average_precision_score", needs_both=False)),
    *(("precision", {"average": how}, of_labels("precision_score", how)) for how in AVERAGES),
    *(("recall", {"average": how}, of_labels("recall_score", how)) for how in AVERAGES),
    *(("f1_score", {"average": how}, of_labels("f1_score", how)) for how in AVERAGES),
    ("top_k_categorical_accuracy", {"k": 2}, top(2)),
    ("root_mean_squared_error", {}, lambda m, j: of_numbers("mean_squared_error")(m, j) ** 0.5),
    ("mean_squared_error", {}, of_numbers("mean_squared_error")),
    ("mean_absolute_error", {}, of_numbers("mean_absolute_error")),
    ("median_absolute_error", {}, of_numbers("median_absolute_error")),
    ("mean_absolute_percentage_error", {}, lambda m, j: 100 * of_numbers("mean_absolute_percentage_error")(m, j)),
    ("mean_squared_logarithmic_error", {}, of_numbers("mean_squared_log_error")),
    ("r2_score", {}, of_numbers("r2_score", force_finite=False)),
    (
        "r2_score",
        {"class_aggregation": "variance_weighted_average"},
        of_numbers("r2_score", multioutput="variance_weighted", force_finite=False),
    ),
    ("explained_variance", {}, of_numbers("explained_variance_score", force_finite=False)),
    ("pinball_loss", {"quantile": 0.9}, of_numbers("mean_pinball_loss", alpha=0.9)),
]


def case(name: str, number: int) -> Judged:
    """Return the rows of a case: kinds, numbers of labels or targets and sizes take turns."""
    draw = np.random.default_rng([number, 7])
    kind, rows = KINDS[number % len(KINDS)], int(draw.integers(4, 60))
    weighed = "weights" in kind and name != "expected_calibration_error"  # scikit-learn's curve takes no weights
    weights = draw.choice([0.25, 1.0, 3.5], rows) if weighed else None
    if METRICS[name].tasks == CLASSES or Task.MULTICLASS in METRICS[name].tasks:
        labels = int(draw.integers(3 if "top_k" in name else 2, 6))
        truth = np.full(rows, draw.integers(labels)) if kind == "one label" else draw.integers(0, labels, rows)
        odds = draw.gamma(1.0, 1.0, (rows, labels)) + (truth[:, None] == np.arange(labels))
        if kind == "constant":
            odds[:] = odds[0]
        if "ties" in kind:
            odds = np.ceil(odds)
        if kind == "certain":
            odds = np.eye(labels)[draw.integers(0, labels, rows)]
        predicted = odds / odds.sum(axis=1, keepdims=True)
        task = Task.BINARY if labels == 2 else Task.MULTICLASS
        target = Target(task, ("t",), tuple("abcdef"[:labels]))
        return Judged(target, truth, predicted, predicted.argmax(axis=1), weights)
    targets = int(draw.integers(1, 4))
    numbers = draw.gamma(2.0, 2.0, (rows, targets)) + 0.1
    guesses = abs(numbers + draw.normal(0, 1, numbers.shape))
    if kind == "constant":
        guesses[:] = 2.5
    if "ties" in kind:
        numbers, guesses = np.ceil(numbers), np.ceil(guesses)
    if kind == "one label":
        numbers[:, 0] = 3.0
    if kind == "certain":
        guesses = numbers.copy()
    return Judged(Target(Task.REGRESSION, tuple("abc"[:targets])), numbers, guesses, None, weights)


@pytest.fixture(scope="module")
def metrics() -> Any:
    import sklearn.metrics

    return sklearn.metrics


@pytest.mark.parametrize(("name", "options", "theirs"), METRIC_PAIRS, ids=[f"{n} {o}" for n, o, _ in METRIC_PAIRS])
def test_is_what_scikit_learn_gives(metrics: Any, name: str, options: dict[str, Any], theirs: Theirs) -> None:
    metric = METRICS[name].model_validate(options)
    cases = [case(name, number) for number in range(CASES)]
    ours = np.array([metric.exact(rows) for rows in cases])
    reference: NDArray[np.float64] = np.array([_defined(metrics, theirs, rows) for rows in cases])
    assert np.isfinite(ours).sum() > CASES * 0.8
    assert ours == pytest.approx(np.where(np.isfinite(reference), reference, np.nan), rel=1e-9, abs=1e-9, nan_ok=True)


def _defined(metrics: Any, theirs: Theirs, rows: Judged) -> float:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        value = float(theirs(metrics, rows))
    marks = ("no positive class", "only one class", "due to no true samples")
    undefined = any(mark in str(warning.message).lower() for warning in told for mark in marks)
    return np.nan if undefined else value
