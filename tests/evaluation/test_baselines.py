"""Answers dealt out at random are trivial too: no network that learned nothing beats its baseline."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.data.trivial import Trivial
from nettrain.evaluation.baselines import MANY, answers, baseline

SHARES = (0.1, 0.2, 0.3, 0.4)


def guessed(rows: int, chances: tuple[float, ...] | None = None, weighed: bool = False) -> Judged:
    """Return rows whose labels, of these `SHARES`, are guessed: drawn with these chances, or always the first."""
    draw = np.random.default_rng(3)
    truth = draw.choice(len(SHARES), rows, p=SHARES)
    decided = np.zeros(rows, int) if chances is None else draw.choice(len(SHARES), rows, p=chances)
    weights = np.where(truth == 0, 3.0, 1.0) if weighed else None
    target = Target(Task.MULTICLASS, ("t",), ("a", "b", "c", "d"))
    return Judged(target, truth, np.eye(len(SHARES))[decided], decided, weights)


DRAWN: list[tuple[str, dict[str, Any]]] = [
    ("f1_score", {}),
    ("f1_score", {"threshold": 0.5}),
    ("fbeta_score", {"beta": 2.0, "average": "weighted"}),
    ("precision", {}),
    ("precision", {"thresholds": 0.5}),
    ("recall", {"class_id": 1}),
    ("balanced_accuracy", {}),
    ("true_positives", {}),
    ("matthews_correlation", {}),
    ("cohen_kappa", {}),
]


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize(("place", "chances"), [(-2, SHARES), (-1, (0.25,) * 4)])
@pytest.mark.parametrize(("name", "options"), DRAWN)
def test_labels_are_drawn_by_their_shares_and_with_equal_chances(
    name: str, options: dict[str, Any], place: int, chances: tuple[float, ...], weighed: bool
) -> None:
    metric, rows = METRICS[name].model_validate(options), guessed(400_000, chances, weighed)
    drawn = list(answers(metric, rows, Trivial(shares=SHARES)))[place]
    assert metric.exact(drawn) == pytest.approx(metric.exact(rows), rel=0.02, abs=0.005)
    if name in ("matthews_correlation", "cohen_kappa"):
        assert metric.exact(drawn) == 0.0


@pytest.mark.parametrize("options", [{}, {"top_k": 2}, {"thresholds": 0.5}])
def test_a_label_of_five_guessed_at_random_is_no_better_than_the_baseline(options: dict[str, Any]) -> None:
    target = Target(Task.MULTICLASS, ("t",), ("a", "b", "c", "d", "e"))
    rows = Judged(target, np.arange(5), np.eye(5), np.arange(5))
    assert baseline(METRICS["precision"].model_validate(options), rows, Trivial(shares=(0.2,) * 5)) >= 0.2


def test_no_label_is_drawn_for_a_metric_of_probabilities_nor_of_very_many() -> None:
    rows, trivial = guessed(50), Trivial(shares=SHARES)
    counts = {name: len(list(answers(METRICS[name](), rows, trivial))) for name in ("accuracy", "auc", "log_loss")}
    assert counts == {"accuracy": 4, "auc": 2, "log_loss": 2}
    for labels, count in ((MANY, 4), (MANY + 1, 2)):
        target, codes = Target(Task.MULTICLASS, ("t",), tuple(map(str, range(labels)))), np.zeros(1, int)
        many = Judged(target, codes, np.eye(labels)[codes], codes)
        assert len(list(answers(METRICS["accuracy"](), many, Trivial(shares=(1 / labels,) * labels)))) == count


@pytest.mark.parametrize(
    ("name", "option"), [("sensitivity_at_specificity", "specificity"), ("specificity_at_sensitivity", "sensitivity")]
)
def test_scores_at_random_reach_what_their_bound_leaves(name: str, option: str) -> None:
    metric, draw = METRICS[name].model_validate({option: 0.7}), np.random.default_rng(0)
    scores = draw.random(100_000)
    rows = Judged(
        Target(Task.BINARY, ("t",), ("no", "yes")),
        draw.integers(0, 2, len(scores)),
        np.stack([1 - scores, scores], axis=1),
        np.zeros(len(scores), int),
    )
    best = baseline(metric, rows, Trivial(shares=(0.5, 0.5)))
    assert (best, metric.exact(rows)) == (pytest.approx(0.3), pytest.approx(0.3, abs=0.01))


def test_of_labels_as_likely_as_a_threshold_only_the_last_is_not_called() -> None:
    """Two labels at a share of 1/4: the first is called above it, as a network might."""
    target = Target(Task.MULTICLASS, ("t",), ("a", "b", "c"))
    rows = Judged(target, np.array([0, 1, 2, 2]), np.eye(3)[[0, 1, 2, 2]], np.array([0, 1, 2, 2]))
    recall = METRICS["recall"].model_validate({"thresholds": 0.25})
    assert baseline(recall, rows, Trivial(shares=(0.25, 0.25, 0.5))) == pytest.approx(2 / 3)
