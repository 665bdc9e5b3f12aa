"""The threshold that is found is the best of all, by trying every cut between two probabilities one by one."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettrain.components.metric import Judged, Metric
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.evaluation.predictions import decided
from nettrain.evaluation.threshold import best_threshold
from tests.components.metric_oracles import REQUIRED
from tests.components.metric_rows import classes, judged

TARGET = Target(Task.BINARY, ("t",), ("no", "yes"))
TELLING = [name for name in METRICS if name not in REQUIRED and METRICS[name]().decides()]
rows = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.25, 0.5, np.nextafter(0.5, 1), 0.7, 1.0]), st.integers(0, 3)),
    min_size=1,
    max_size=12,
).filter(lambda drawn: len({truth for truth, _, weight in drawn if weight}) == 2)


def two_labels(truth: Any, scores: Any, weights: Any = None) -> Judged:
    positive = np.array(scores, float)
    predicted = np.stack([1 - positive, positive], axis=1)
    return Judged(TARGET, np.array(truth, int), predicted, decided(predicted), weights)


def at(made: Judged, metric: Metric, threshold: float) -> float:
    value = metric.exact(dataclasses.replace(made, decided=decided(made.predicted, threshold)))
    return value if metric.goal == "max" else -value


def every_cut(scores: Any) -> list[float]:
    """Return a threshold for each way to call rows from the top down, one by one and by hand."""
    ends = [0.0, *sorted(set(scores)), 1.0]
    return [m if (m := (low + high) / 2) < high else low for low, high in itertools.pairwise(ends)]


@pytest.mark.parametrize("name", TELLING)
@given(drawn=rows)
@settings(max_examples=60)
def test_no_threshold_is_better(name: str, drawn: list[tuple[bool, float, int]]) -> None:
    truth, scores, weights = zip(*drawn, strict=True)
    made, metric = two_labels(truth, scores, np.array(weights, float)), METRICS[name]()
    found = best_threshold(metric, made)
    assert 0 <= found.threshold <= 1
    signed = 1 if metric.goal == "max" else -1
    assert at(made, metric, found.threshold) == pytest.approx(signed * found.value, rel=1e-12)
    values = {cut: at(made, metric, cut) for cut in every_cut(scores)}
    best = max(value for value in values.values() if value == value)
    assert signed * found.value == pytest.approx(best, rel=1e-12)
    nearest = min(abs(cut - 0.5) for cut, value in values.items() if value == pytest.approx(best, rel=1e-12))
    assert abs(found.threshold - 0.5) == pytest.approx(nearest, abs=1e-15)
    assert found.usual == metric.exact(made)


BY_HAND = [
    ("the only cut without a fault", [0, 0, 1, 1], [0.1, 0.2, 0.3, 0.9], "f1_score", 0.25, 1.0),
    ("calling every row finds all", [0, 1, 0, 1], [0.2, 0.3, 0.8, 0.9], "recall", 0.25, 1.0),
    ("calling few is precise: the cut nearest to 0.5", [0, 1, 1, 1], [0.2, 0.6, 0.8, 0.9], "precision", 0.4, 1.0),
    ("of two as good and as near the lower", [0, 1, 0, 1], [0.3, 0.5, 0.5, 0.7], "accuracy", 0.4, 0.75),
    ("a row of probability 0 cannot be called", [1, 0, 1], [0.0, 0.4, 0.6], "recall", 0.5, 0.5),
    ("none may be called, be it certain", [1, 0, 0, 0, 0], [0.1, 1.0, 1.0, 1.0, 1.0], "accuracy", 1.0, 0.8),
]


@pytest.mark.parametrize(
    ("truth", "scores", "name", "threshold", "value"), [case[1:] for case in BY_HAND], ids=[case[0] for case in BY_HAND]
)
def test_by_hand(truth: list[int], scores: list[float], name: str, threshold: float, value: float) -> None:
    found = best_threshold(METRICS[name](), two_labels(truth, scores))
    assert (found.threshold, found.value) == (pytest.approx(threshold), pytest.approx(value))


def test_weights_move_it() -> None:
    made = two_labels([0, 1, 0, 1], [0.2, 0.4, 0.6, 0.8])
    assert best_threshold(METRICS["accuracy"](), made).threshold == pytest.approx(0.3)
    heavy = dataclasses.replace(made, weights=np.array([1.0, 1.0, 5.0, 1.0]))
    assert best_threshold(METRICS["accuracy"](), heavy).threshold == pytest.approx(0.7)


def test_sums_of_weights_that_differ_by_rounding_are_ties() -> None:
    """Two cuts lose a weight of 0.4: of one row, or of 0.1 and 0.3, whose sum with the others is less by one bit."""
    made = two_labels([0, 1, 0, 0, 1], [0.1, 0.3, 0.5, 0.6, 0.7], np.array([1.0, 0.4, 0.1, 0.3, 1.0]))
    assert best_threshold(METRICS["accuracy"](), made).threshold == pytest.approx(0.65)


def test_a_probability_that_is_no_number_leaves_none_unless_its_row_counts_nothing() -> None:
    made = two_labels([0, 1, 0, 1, 1], [0.2, 0.4, 0.6, 0.8, np.nan])
    found = best_threshold(METRICS["accuracy"](), made)
    assert (found.threshold, np.isnan(found.value), np.isnan(found.usual)) == (0.5, True, True)
    idle = dataclasses.replace(made, weights=np.array([1.0, 1.0, 5.0, 1.0, 0.0]))
    found = best_threshold(METRICS["accuracy"](), idle)
    assert (found.threshold, found.value, found.usual) == pytest.approx((0.7, 7 / 8, 2 / 8))


@pytest.mark.parametrize("name", TELLING)
def test_where_no_row_counts_it_is_the_cut_nearest_to_the_middle(name: str) -> None:
    made = two_labels([0, 1, 0, 1], [0.1, 0.2, 0.5, 0.9])
    idle = dataclasses.replace(made, weights=np.zeros(4))
    assert best_threshold(METRICS[name](), idle).threshold == pytest.approx(0.35)


def test_neighbours_without_room_between_them() -> None:
    high = float(np.nextafter(0.5, 1))
    found = best_threshold(METRICS["accuracy"](), two_labels([0, 1], [0.5, high]))
    assert (found.threshold, found.value) == (0.5, 1.0)


@pytest.mark.parametrize("name", [name for name in METRICS if Task.BINARY in METRICS[name].tasks])
def test_a_metric_decides_if_its_value_follows_from_the_labels_called_alone(name: str) -> None:
    metric, made = METRICS[name].model_validate(REQUIRED.get(name, {})), judged(classes(2, 40, 3))
    other = dataclasses.replace(made, predicted=made.predicted**2 / (made.predicted**2).sum(axis=1, keepdims=True))
    calls = dataclasses.replace(made, decided=1 - made.truth)
    assert metric.decides() == (metric.exact(made) == metric.exact(other) and metric.exact(made) != metric.exact(calls))
    assert metric.calls() == (metric.exact(made) != metric.exact(calls))


@pytest.mark.parametrize("option", ["threshold", "thresholds", "top_k"])
def test_a_metric_with_a_rule_of_its_own_does_not_decide(option: str) -> None:
    own = [name for name in TELLING if option in METRICS[name].model_fields]
    assert own
    assert not any(METRICS[name].model_validate({option: 1}).decides() for name in own)
