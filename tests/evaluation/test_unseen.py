"""What rows do not show: few of them that count, few groups, few in which two runs differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged, taken
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.evaluation import intervals
from nettrain.evaluation.intervals import difference, interval, resampling
from nettrain.evaluation.unseen import RAREST, effective_sample_size, hidden
from tests.evaluation.test_intervals import binary

TWO = Target(Task.BINARY, ("t",), ("no", "yes"))


def called(truth: NDArray[np.int64], decided: NDArray[np.int64], sure: float = 0.9) -> Judged:
    chance = np.where(decided == 1, sure, 1 - sure)
    return Judged(TWO, truth, np.stack([1 - chance, chance], axis=1), decided)


def ends(name: str, rows: Judged, groups: NDArray[np.int64] | None = None, **options: Any) -> tuple[float, float]:
    drawn = resampling(len(rows.truth), 0, groups, rows.weights)
    assert drawn is not None
    found = interval(METRICS[name].model_validate(options), rows, drawn)
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


def test_groups_that_count_alike_are_whole_however_their_weights_are_rounded() -> None:
    """One of 30 is made of three rows of 0.1: by the formula alone they are 29.999999999999996."""
    assert effective_sample_size(np.array([0.1 + 0.1 + 0.1] + [0.3] * 29)) == 30


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
    drawn = resampling(len(one.truth), 0, None)
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


@pytest.mark.parametrize("name", ["log_loss", "brier_score", "auc", "average_precision", "hinge"])
def test_but_are_to_a_metric_that_sees_no_calls(name: str) -> None:
    truth = np.arange(40) % 2
    rows = called(truth, np.where(np.arange(40) < 5, 1 - truth, truth))
    assert between(rows, replace(rows, decided=1 - truth), name) == (0.0, 0.0)


@pytest.mark.parametrize("name", ["auc", "average_precision"])
def test_a_temperature_leaves_a_ranking_as_it_is(name: str) -> None:
    """Equal chances stay equal, and other chances in their order; another order is another ranking."""
    chance = np.random.default_rng(0).integers(1, 20, 40) / 20
    rows, cooler, other = (
        Judged(TWO, np.arange(40) % 2, np.stack([1 - p, p], axis=1), (p > 0.5).astype(np.int64))
        for p in (chance, chance**2 / (chance**2 + (1 - chance) ** 2), 1 - chance)
    )
    assert between(rows, cooler, name) == (0.0, 0.0)
    assert between(rows, other, name) != (0.0, 0.0)
    assert between(rows, cooler, "log_loss") != (0.0, 0.0)


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy"])
def test_of_many_labels_the_rarest_are_looked_at_alone(name: str) -> None:
    """300 labels would otherwise be 601 looks at all rows, for every metric: they would find no lower end."""
    truth = np.repeat(np.arange(300), np.where(np.arange(300) % 50 == 49, 1, 4))
    rows, metric = labelled(truth, truth), METRICS[name]()
    found = hidden(metric, rows, None)
    everywhere = np.ones(len(truth), bool)
    each = [metric.exact(called_wrong(rows, mask)) for mask in (everywhere, *(truth == code for code in range(300)))]
    assert min(found) == pytest.approx(min(each), rel=1e-9)
    assert len(found) == 1 + 1 + 2 * RAREST, "as they are, all at once, each label's and what is called by each"


def called_wrong(rows: Judged, mask: NDArray[np.bool_]) -> Judged:
    """Return the rows, of which the chosen ones are called by the next label to the share of Clopper and Pearson."""
    share = 1 - 0.025 ** (1 / mask.sum())
    wrong = labelled(rows.truth, (rows.truth + 1) % (rows.truth.max() + 1))
    return Judged(
        rows.target,
        np.concatenate([rows.truth, rows.truth[mask]]),
        np.concatenate([rows.predicted, wrong.predicted[mask]]),
        np.concatenate([rows.decided, wrong.decided[mask]]),
        np.concatenate([np.where(mask, 1 - share, 1.0), np.full(mask.sum(), share)]),
    )


def labelled(truth: NDArray[np.int64], decided: NDArray[np.int64]) -> Judged:
    width = int(truth.max()) + 1
    target = Target(Task.MULTICLASS if width > 2 else Task.BINARY, ("t",), tuple(map(str, range(width))))
    return Judged(target, truth, np.where(np.eye(width)[decided] > 0, 0.9, 0.1 / (width - 1)), decided)


@pytest.mark.parametrize("counts", [(200, 200, 3), (200, 3)])
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("accuracy", {}),
        ("balanced_accuracy", {}),
        ("cohen_kappa", {}),
        ("f1_score", {"average": "macro"}),
        ("recall", {"average": "macro"}),
        ("precision", {"average": "macro"}),
        ("auc", {}),
        ("average_precision", {}),
    ],
)
def test_a_fault_of_another_label_makes_nothing_surer(
    name: str, options: dict[str, Any], counts: tuple[int, ...]
) -> None:
    """The last label has three rows, all right; of others like them up to 71 % may be wrong."""
    truth = np.repeat(np.arange(len(counts)), counts)
    low = ends(name, labelled(truth, truth), **options)[0]
    for faults in (1, 2, 4, 8):
        decided = np.where(np.arange(len(truth)) < faults, 1, truth)
        assert ends(name, labelled(truth, decided), **options)[0] < low + 1e-3


@pytest.mark.parametrize(("rows", "bound"), [(250, 0.025 ** (1 / 250)), (1000, 0.025 ** (1 / 1000))])
def test_the_label_that_a_metric_is_about_is_looked_at_however_many_rows_it_has(rows: int, bound: float) -> None:
    truth = np.repeat([0, 1, 2], [rows, 2000, 2000])
    assert ends("recall", labelled(truth, truth), class_id=0) == pytest.approx((bound, 1.0))


def among(first: int, step: int) -> Judged:
    """Return 51 rows of five labels: of the first ones the true label is the most probable, and else the second."""
    truth, rows = np.arange(51) % 5, np.arange(51)
    beside = (truth + step) % 5
    predicted = np.full((51, 5), 0.05)
    predicted[rows, np.where(rows < first, truth, beside)] = 0.6
    predicted[rows, np.where(rows < first, beside, truth)] = 0.25
    target = Target(Task.MULTICLASS, ("t",), tuple("abcde"))
    return Judged(target, truth, predicted, predicted.argmax(axis=1))


@pytest.mark.parametrize("step", [-1, 1, 2])
@pytest.mark.parametrize("first", [10, 51])
@pytest.mark.parametrize("name", ["top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy"])
def test_what_is_right_is_for_the_metric_to_say(name: str, first: int, step: int) -> None:
    """51 rows whose labels are all among the two most probable, and not: Clopper and Pearson's end, 0.930."""
    rows = among(first, step)
    assert ends(name, rows, k=2) == pytest.approx((0.025 ** (1 / 51), 1.0))
    assert ends(name, replace(rows, predicted=np.eye(5)[rows.truth]), k=2)[0] == pytest.approx(0.025 ** (1 / 51))


@pytest.mark.parametrize(
    ("name", "options"), [("binary_accuracy", {"threshold": 0.3}), ("recall", {"thresholds": 0.3}),
                          ("f1_score", {"threshold": 0.3})]
)  # fmt: skip
def test_so_with_a_threshold_of_its_own(name: str, options: dict[str, float]) -> None:
    """Positives at 0.35, which are wrong by the run's threshold, and would be right at 0.65 as well."""
    truth = np.repeat([0, 1], [41, 10])
    chance = np.where(truth == 1, 0.35, 0.1)
    rows = Judged(TWO, truth, np.stack([1 - chance, chance], axis=1), np.zeros(51, int))
    low, high = ends(name, rows, **options)
    assert high == 1.0
    assert low <= 0.025 ** (1 / 51) + 1e-12
    if name != "binary_accuracy":
        assert low < 0.025 ** (1 / 10) + 0.15


def test_the_least_probable_label_is_called_for_what_is_turned_wrong() -> None:
    """Ten rows of a, of which c is less probable than b: up to 31 % of them might be called c, but not b."""
    truth = np.repeat([0, 1, 2], [10, 100, 100])
    predicted = np.where(np.eye(3)[truth] > 0, 0.9, 0.05)
    predicted[:10] = [0.9, 0.07, 0.03]
    rows = Judged(Target(Task.MULTICLASS, ("t",), ("a", "b", "c")), truth, predicted, truth)
    expected = pytest.approx(100 / (100 + 10 * (1 - 0.025 ** (1 / 10))))
    found = [hidden(METRICS["precision"](class_id=code), rows, None) for code in (1, 2)]
    assert [any(end == expected for end in some) for some in found] == [False, True]


def test_sure_calls_that_are_all_right_have_a_loss_that_is_not_sure() -> None:
    """51 rows at 0.9: sums of 0.105 differ by rounding only; of others 7 % may be wrong, at a loss of 2.3."""
    truth = np.arange(51) % 2
    low, high = ends("log_loss", called(truth, truth))
    share = 1 - 0.025 ** (1 / 25)
    assert low == pytest.approx(-np.log(0.9))
    assert high >= -np.log(0.9) + share * 25 / 51 * np.log(9) - 1e-9


def groups_of(faults: list[int], per: int = 13) -> tuple[Judged, NDArray[np.int64]]:
    """Return groups of so many rows with so many of them wrong, and the group of each row."""
    of = np.repeat(np.arange(len(faults)), per)
    truth = np.arange(len(of)) % 2
    wrong = np.arange(len(of)) % per < np.repeat(faults, per)
    return called(truth, np.where(wrong, 1 - truth, truth)), of


def test_groups_with_faults_tell_of_faults() -> None:
    """Of 17 groups with 0 to 6 faults the mean and Student's t, 2.12 with 16 degrees; of groups without faults 0.80."""
    faults = [0, 1, 2, 3, 4, 5, 6, 2, 3, 4, 1, 6, 0, 5, 3, 2, 4]
    rows, of = groups_of(faults)
    right = 1 - np.array(faults) / 13
    reach = 2.12 * right.std(ddof=1) / np.sqrt(17)
    found = ends("accuracy", rows, of)
    assert found == pytest.approx((right.mean() - reach, right.mean() + reach), abs=0.015)


def test_runs_that_differ_in_many_groups_are_told_apart() -> None:
    """Of 17 groups 12 have one or two rows more that are wrong."""
    faults = [0, 1, 2, 3, 4, 5, 6, 2, 3, 4, 1, 6, 0, 5, 3, 2, 4]
    one, of = groups_of([n + extra for n, extra in zip(faults, [1, 2, 1, 0] * 4 + [0], strict=True)])
    drawn = resampling(len(of), 0, of)
    value, found = difference(METRICS["accuracy"](), one, groups_of(faults)[0], drawn)
    assert value == pytest.approx(-16 / 221)
    assert found is not None
    assert -0.12 < found[0] < found[1] < -0.03


def test_a_ranking_is_not_judged_by_calls() -> None:
    """No row of 40 groups is called positive, and 30 % of all are: what AUC they have is seen in each group."""
    draw = np.random.default_rng(0)
    truth = (draw.random(1200) < 0.3).astype(np.int64)
    chance = 0.2 * draw.random(1200) + 0.1 * truth
    rows = Judged(TWO, truth, np.stack([1 - chance, chance], axis=1), np.zeros(1200, int))
    low, high = ends("auc", rows, draw.integers(0, 40, 1200))
    value = METRICS["auc"]().exact(rows)
    assert value - low == pytest.approx(high - value, rel=0.3)


def test_two_rankings_are_compared_by_their_resamples() -> None:
    """200 rows, all called alike, with other scores: what that does to the AUC is seen in each row."""
    one = binary(200)
    chance = one.predicted[:, 1] + np.random.default_rng(1).normal(0, 1e-3, 200)
    other = replace(one, predicted=np.stack([1 - chance, chance], axis=1))
    low, high = between(one, other, "auc")
    assert high - low < 6e-3


@pytest.mark.parametrize("rows", [1000, 3000])
@pytest.mark.parametrize("groups", [None, 20])
def test_faults_are_as_few_in_all_rows_as_in_the_part_that_is_ranked(
    rows: int, groups: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intervals, "RANKED", 500)
    monkeypatch.setattr(intervals, "BLOCKS", 600)
    truth = np.arange(rows) % 2
    of = None if groups is None else np.arange(rows) // 2 % groups
    assert ends("auc", called(truth, truth), of)[0] == pytest.approx(0.025 ** (1 / (groups or rows)), abs=1e-9)


@pytest.mark.parametrize("groups", [46, 47, 94])
def test_six_groups_with_faults_are_six_whatever_the_share_is_rounded_to(groups: int) -> None:
    """6 / 47 of 47 is less than 6 in floats."""
    rows, of = groups_of([2] * 6 + [0] * (groups - 6))
    assert len(hidden(METRICS["accuracy"](), rows, of, 6)) < len(hidden(METRICS["accuracy"](), rows, of, 6.001))
