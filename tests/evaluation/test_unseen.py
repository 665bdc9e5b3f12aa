"""What rows do not show: few of them that count, few groups, few in which two runs differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged, taken
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.evaluation.intervals import difference, interval, resampling
from nettrain.evaluation.unseen import RAREST, effective_sample_size, hidden

TWO = Target(Task.BINARY, ("t",), ("no", "yes"))


def called(truth: NDArray[np.int64], decided: NDArray[np.int64], sure: float = 0.9) -> Judged:
    chance = np.where(decided == 1, sure, 1 - sure)
    return Judged(TWO, truth, np.stack([1 - chance, chance], axis=1), decided)


def ends(name: str, rows: Judged, groups: NDArray[np.int64] | None = None) -> tuple[float, float]:
    drawn = resampling(len(rows.truth), 0, groups, rows.weights)
    assert drawn is not None
    found = interval(METRICS[name](), rows, drawn)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("masses", "rows"),
    [
        ([3, 3, 3, 3], 4),
        ([1, 0, 0, 1], 2),
        ([2, 1, 1], 16 / 6),
        ([0, 0], 0),
        ([], 0),
        ([1e-200, 1e-200], 2),
        ([1e200, 1e200, 0], 2),
    ],
)
def test_evidence(masses: list[float], rows: float) -> None:
    assert effective_sample_size(np.array(masses, float)) == pytest.approx(rows)


FEW = np.where(np.arange(120) % 30 == 0, 1.0, 0.0)
"""Four rows of 120 that count."""


@pytest.mark.parametrize("name", ["accuracy", "log_loss", "auc", "matthews_correlation"])
def test_rows_that_count_nothing_say_nothing(name: str) -> None:
    """The interval is that of the rows that count, whatever the others are."""
    draw = np.random.default_rng(1)
    truth = draw.integers(0, 2, 400)
    rows = replace(called(truth, draw.integers(0, 2, 400)), weights=np.where(draw.random(400) < 0.3, 2.0, 0.0))
    assert ends(name, rows) == pytest.approx(ends(name, taken(rows, rows.weights > 0)), rel=1e-12)


def test_so_with_numbers_and_groups() -> None:
    draw = np.random.default_rng(1)
    target = Target(Task.REGRESSION, ("t",))
    weights = np.where(draw.random(400) < 0.3, 1.0, 0.0)
    rows = Judged(target, draw.normal(size=(400, 1)), draw.normal(size=(400, 1)), weights=weights)
    of = np.repeat(np.arange(40), 10)
    counts = (weights > 0) & (of > 4)
    rows = replace(rows, weights=np.where(counts, weights, 0.0))
    for groups in (None, of):
        some = None if groups is None else groups[counts]
        found = ends("mean_absolute_error", rows, groups)
        assert found == pytest.approx(ends("mean_absolute_error", taken(rows, counts), some), rel=1e-12)


@pytest.mark.parametrize("light", [0.0, 1e-9, 1e-6, 1e-3])
def test_four_rows_that_count_are_four_rows(light: float) -> None:
    """Among the others, of nearly no weight, are faults, so that the resamples differ; Clopper and Pearson's end."""
    truth = np.arange(120) % 2
    decided = np.where((FEW == 0) & (np.arange(120) < 9), 1 - truth, truth)
    low, high = ends("accuracy", replace(called(truth, decided), weights=np.maximum(FEW, light)))
    assert low == pytest.approx(0.025 ** (1 / 4), abs=0.03)
    assert high >= 1 - 120 * light


@pytest.mark.parametrize("faults", [1, 2, 30])
def test_a_fault_makes_groups_no_surer(faults: int) -> None:
    """Three groups of 34 rows, in one of which some are wrong."""
    of, truth = np.repeat([0, 1, 2], 34), np.arange(102) % 2
    decided = truth.copy()
    decided[:faults] = 1 - decided[:faults]
    assert ends("accuracy", called(truth, truth), of) == pytest.approx((0.025 ** (1 / 3), 1.0))
    assert ends("accuracy", called(truth, decided), of)[0] < 0.025 ** (1 / 3)


def test_few_calls_that_were_all_wrong_leave_room_for_right_ones() -> None:
    """58 rows of one label, 4 of them called by the other: of 4 others up to 60 % might have been right."""
    rows = called(np.zeros(58, int), np.where(np.arange(58) < 4, 1, 0))
    assert ends("precision", rows) == pytest.approx((0.0, 1 - 0.025 ** (1 / 4)), abs=1e-12)


def between(one: Judged, other: Judged, name: str = "accuracy") -> tuple[float, float]:
    drawn = resampling(len(one.truth), 0)
    assert drawn is not None
    _, found = difference(METRICS[name](), one, other, drawn)
    assert found is not None
    return found


def test_runs_that_call_a_few_rows_alike_may_differ_in_others() -> None:
    """Seven rows, one wrong: up to 41 % of others may be called otherwise by one run alone."""
    truth = np.arange(7) % 2
    decided = np.where(np.arange(7) == 0, 1 - truth, truth)
    share = 1 - 0.025 ** (1 / 7)
    low, high = between(called(truth, decided), called(truth, decided, sure=0.8))
    assert -low == pytest.approx(high)
    assert high >= 5 / 7 * share - 1e-12  # the accuracy falls from 6/7 to 6/7 (1 - share) + 1/7 share


def test_one_row_apart_is_no_surer_than_none() -> None:
    truth = np.arange(40) % 2
    one, other = called(truth, truth, 0.8), called(truth, np.where(np.arange(40) == 0, 1 - truth, truth))
    assert between(one, other)[0] < between(one, called(truth, truth))[0] + 1 / 40 + 1e-12


@pytest.mark.parametrize("name", ["accuracy", "f1_score", "auc", "log_loss"])
def test_the_same_predictions_are_the_same(name: str) -> None:
    truth = np.arange(40) % 2
    rows = called(truth, np.where(np.arange(40) < 5, 1 - truth, truth))
    assert between(rows, rows, name) == (0.0, 0.0)


def test_the_same_chances_with_another_threshold_are_not_the_same() -> None:
    """39 rows are called alike, and one is not: of others more may be."""
    truth = np.arange(40) % 2
    rows = called(truth, truth, 0.6)
    other = replace(rows, decided=np.where(np.arange(40) == 0, 1 - truth, truth))
    assert between(rows, other)[0] < -0.05


def test_of_many_labels_the_rarest_are_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """300 labels would otherwise be 601 looks at all rows, for every metric."""
    truth = np.repeat(np.arange(300), 4)
    rows = Judged(Target(Task.MULTICLASS, ("t",), tuple(map(str, range(300)))), truth, np.eye(300)[truth], truth)
    metric, looks = METRICS["accuracy"](), []
    monkeypatch.setattr(METRICS["accuracy"], "exact", lambda self, judged: looks.append(len(judged.truth)) or 1.0)
    hidden(metric, rows, 1.0)
    assert len(looks) == 1 + 2 * RAREST
