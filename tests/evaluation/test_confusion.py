"""The confusion matrix and each label's figures."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import numpy as np
import pytest

from nettrain.components.metric import Judged
from nettrain.components.task import Target, Task
from nettrain.evaluation.confusion import MOST_LABELS, confusion, per_class


def rows(truth: list[int], decided: list[int], labels: int) -> Judged:
    target = Target(Task.MULTICLASS, ("t",), tuple("abcde"[:labels]) if labels < 6 else tuple(map(str, range(labels))))
    return Judged(target, np.array(truth), np.eye(labels)[decided], np.array(decided))


def test_truth_stands_in_rows_and_the_decision_in_columns() -> None:
    assert confusion(rows([0, 0, 0, 1, 2], [0, 1, 1, 1, 0], 3)) == [[1, 2, 0], [0, 1, 0], [1, 0, 0]]


def test_figures_of_each_label() -> None:
    assert per_class(rows([0, 0, 0, 1, 2], [0, 1, 1, 1, 0], 5)) == {
        "a": {"precision": 1 / 2, "recall": 1 / 3, "f1": 2 / 5, "support": 3},
        "b": {"precision": 1 / 3, "recall": 1.0, "f1": 1 / 2, "support": 1},
        "c": {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 1},
        "d": {"precision": None, "recall": None, "f1": None, "support": 0},
        "e": {"precision": None, "recall": None, "f1": None, "support": 0},
    }


def test_a_label_that_is_decided_for_but_does_not_occur_has_no_recall() -> None:
    assert per_class(rows([0, 0], [0, 1], 2))["b"] == {"precision": 0.0, "recall": None, "f1": 0.0, "support": 0}


def test_rows_count_as_their_weights() -> None:
    judged = replace(rows([0, 0, 1], [0, 1, 1], 2), weights=np.array([0.5, 2.0, 0.25]))
    assert confusion(judged) == [[0.5, 2.0], [0.0, 0.25]]
    assert per_class(judged)["a"] == {"precision": 1.0, "recall": 0.2, "f1": 1 / 3, "support": 2.5}


@pytest.mark.parametrize("labels", [2, 3, 5])
def test_cells_are_what_a_loop_counts_and_go_into_json(labels: int) -> None:
    draw = random.Random(labels)
    pairs = [(draw.randrange(labels), draw.randrange(labels)) for _ in range(100)]
    judged = rows([y for y, _ in pairs], [d for _, d in pairs], labels)
    assert confusion(judged) == [[pairs.count((y, d)) for d in range(labels)] for y in range(labels)]
    assert json.loads(json.dumps(confusion(judged))) == confusion(judged)
    assert json.loads(json.dumps(per_class(judged))) == per_class(judged)


def test_many_labels_have_figures_and_no_matrix() -> None:
    assert confusion(rows([0, 1], [1, 1], MOST_LABELS)) is not None
    judged = rows([0, 0, 4999], [0, 4999, 4999], 5000)
    assert confusion(judged) is None
    assert per_class(judged)["4999"] == {"precision": 1 / 2, "recall": 1.0, "f1": 2 / 3, "support": 1}
