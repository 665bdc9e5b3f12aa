"""Intervals: what they hold, what they follow from, and where there are none. How often they are right: make bench."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged, taken
from nettrain.components.registries import METRICS
from nettrain.components.samples import Blocks, Draws, LeftOut
from nettrain.components.task import Target, Task
from nettrain.evaluation import intervals
from nettrain.evaluation.intervals import (
    RESAMPLES,
    Resampling,
    acceleration,
    bca,
    bias_corrected,
    bootstrap_counts,
    difference,
    expanded_t_quantile,
    group_numbers,
    interval,
    resampling,
)
from tests.components.metric_oracles import REQUIRED
from tests.components.metric_rows import classes, judged, numbers

NEAR: dict[str, Any] = {"rel": 1e-9, "abs": 1e-12, "nan_ok": True}
TWO = Target(Task.BINARY, ("t",), ("no", "yes"))
ONE = Target(Task.REGRESSION, ("t",))


def binary(rows: int, seed: int = 0, shift: float = 1.5) -> Judged:
    draw = np.random.default_rng(seed)
    truth = draw.integers(0, 2, rows)
    chance = 1 / (1 + np.exp(-(draw.normal(size=rows) + shift * (truth - 0.5))))
    predicted = np.stack([1 - chance, chance], axis=1)
    return Judged(TWO, truth, predicted, predicted.argmax(axis=1))


def resamples(rows: int, seed: int = 0, groups: NDArray[np.int64] | None = None) -> Resampling:
    made = resampling(rows, seed, groups)
    assert made is not None
    return made


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_sample_is_judged_as_its_rows_written_out(name: str, weighed: bool, grouped: bool) -> None:
    """Resamples and rows left out, by rows and by groups, against copies of the rows."""
    metric = METRICS[name].model_validate(REQUIRED.get(name, {}))
    draw = np.random.default_rng(3)
    of = draw.integers(0, 9, 25) if grouped else None
    blocks = Blocks(9, of) if grouped else Blocks(25)
    for rows in (classes(2, 25, 5), classes(4, 25, 5), numbers(2, 25, 5)):
        whole = judged(rows)
        if rows.target.task not in metric.tasks:
            continue
        if weighed:
            whole = replace(whole, weights=draw.choice([0.5, 1.0, 2.0], 25))
        counts = draw.integers(0, 4, (6, blocks.count)).astype(np.uint8)
        times = [np.repeat(np.arange(25), row if of is None else row[of]) for row in counts]
        found = metric.sampled(replace(whole, samples=Draws(blocks, counts)))
        assert found == pytest.approx([metric.exact(taken(whole, drawn)) for drawn in times], **NEAR)
        rest = [np.arange(25) != n if of is None else of != n for n in range(blocks.count)]
        left = metric.sampled(replace(whole, samples=LeftOut(blocks)))
        assert left == pytest.approx([metric.exact(taken(whole, mask)) for mask in rest], **NEAR)


def test_draws_are_as_many_as_there_are_blocks_and_follow_from_the_seed() -> None:
    counts = bootstrap_counts(50, np.random.default_rng(1))
    assert counts.shape == (RESAMPLES, 50)
    assert set(counts.sum(axis=1)) == {50}
    assert counts.mean(axis=0) == pytest.approx(np.ones(50), abs=0.15)
    assert counts.var(axis=0).mean() == pytest.approx(1 - 1 / 50, rel=0.02), "as with replacement"
    assert (resamples(50, 1).draws.counts == counts).all()
    assert (resamples(50, 2).draws.counts != counts).any()


def test_rows_without_a_group_are_a_group_of_their_own() -> None:
    for one, other in (("b", "a"), ("02", "1"), (1, 2)):
        assert group_numbers(pl.Series([one, None, other, one, None])).tolist() == [0, 1, 2, 0, 1]


def test_groups_are_drawn_whole() -> None:
    """Every row written five times as a group says no more than it says once; taken for rows, it seems to say more."""
    once = binary(200)
    fives = taken(once, np.arange(200).repeat(5))
    accuracy = METRICS["accuracy"]()

    def width(judged: Judged, made: Resampling) -> float:
        ends = interval(accuracy, judged, made)
        assert ends is not None
        return ends[1] - ends[0]

    single = width(once, resamples(200))
    assert width(fives, resamples(1000, 0, np.arange(200).repeat(5))) == pytest.approx(single, rel=0.1)
    assert width(fives, resamples(1000)) == pytest.approx(single / math.sqrt(5), rel=0.1)


@pytest.mark.parametrize("name", ["accuracy", "auc", "log_loss", "matthews_correlation", "average_precision"])
def test_many_rows_are_drawn_in_blocks_and_in_part(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    metric, rows = METRICS[name](), binary(3000)
    whole = interval(metric, rows, resamples(3000))
    monkeypatch.setattr(intervals, "BLOCKS", 600)
    monkeypatch.setattr(intervals, "RANKED", 1500)
    made = resamples(3000)
    cut = interval(metric, rows, made)
    assert made.draws.blocks.count == 600
    assert made.part is not None
    assert len(made.part) == 1500
    assert whole is not None
    assert cut is not None
    assert cut[1] - cut[0] == pytest.approx(whole[1] - whole[0], rel=0.12)
    assert cut == pytest.approx(whole, abs=0.3 * (whole[1] - whole[0]))


@pytest.mark.parametrize(("kept", "part"), [(3000, 1500), (1400, 1400)], ids=["in part", "all of them"])
@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("name", ["auc", "average_precision", "accuracy"])
def test_rows_of_weight_0_change_no_interval(
    name: str, grouped: bool, kept: int, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows with a weight, and five times as many without one among them: the same resamples of the same rows."""
    monkeypatch.setattr(intervals, "BLOCKS", 600)
    monkeypatch.setattr(intervals, "RANKED", 1500)
    counts, rows = np.arange(6 * kept) % 6 == 0, binary(6 * kept)
    groups = np.arange(6 * kept) // 24 if grouped else None
    whole = replace(rows, weights=counts.astype(float))
    some = taken(whole, counts)
    made = resampling(len(counts), 0, groups, whole.weights)
    assert made is not None
    assert made.part is not None
    assert counts[made.part].all()
    assert len(made.part) == pytest.approx(part, rel=0.01 if grouped else 0)
    alone = resamples(kept, 0, None if groups is None else groups[counts])
    found = interval(METRICS[name](), whole, made)
    assert found is not None
    assert found == pytest.approx(interval(METRICS[name](), some, alone), rel=1e-9)


MANY = 10**9


@pytest.mark.parametrize(("rows", "quantile"), [(5, 2.7764), (10, 2.2622), (30, 2.0452), (200, 1.9720)])
def test_few_rows_reach_farther(rows: int, quantile: float) -> None:
    """Student's t quantiles from a printed table; resamples of a mean spread sqrt((n - 1) / n) of what they should."""
    resampled = np.random.default_rng(0).normal(0.0, 1.0, 400_000)
    half = quantile * math.sqrt(rows / (rows - 1))
    assert expanded_t_quantile(rows) == pytest.approx(half, abs=2e-3)
    assert bca(0.0, resampled, np.full(rows, 1.0), rows) == pytest.approx((-half, half), abs=0.05)


def test_bca_of_a_normal_sample_is_the_normal_interval() -> None:
    resampled = np.random.default_rng(0).normal(5.0, 2.0, 200_000)
    assert bca(5.0, resampled, np.full(10, 1.0), MANY) == pytest.approx((5 - 1.96 * 2, 5 + 1.96 * 2), abs=0.05)


def test_bca_moves_with_bias_and_skew() -> None:
    """Against the formula with numbers worked out by hand: z0 = -0.2533 at 40 % below; a = 0.1 for one pull."""
    resampled = np.arange(1, 1001) / 1000
    low, high = bca(0.4004, resampled, np.zeros(3), MANY)
    assert (low, high) == pytest.approx((0.00685, 0.9267), abs=2e-3)
    skewed = bca(0.5005, resampled, np.array([-2.0, 1.0, 1.0]), MANY)  # a = 6 / (6 * 6 ** 1.5) = 0.068
    assert skewed == pytest.approx((0.0418, 0.9881), abs=2e-3)


def test_half_of_the_resamples_that_are_the_value_lie_below_it() -> None:
    """Few right rows make few values: 40 % of them the value itself, and as many below it as above."""
    resampled = np.repeat([0.1, 0.2, 0.3, 0.4, 0.5], [50, 250, 400, 250, 50])
    low, high = bca(0.3, resampled, np.zeros(3), MANY)
    assert (low, high) == pytest.approx((0.1, 0.5))
    assert bca(0.3, resampled + np.linspace(-1e-9, 1e-9, 1000), np.zeros(3), MANY) == pytest.approx((low, high))


def test_rows_that_rank_are_left_out_in_some_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intervals, "LEFT_OUT", 10)
    rows, metric = binary(35), METRICS["auc"]()
    expected = [metric.exact(taken(rows, np.arange(35) % 10 != block)) for block in range(10)]
    assert resamples(35).jackknife(metric, rows) == pytest.approx(expected)


def errors(rows: int, weights: NDArray[np.float64] | None = None) -> Judged:
    truth = np.random.default_rng(2).lognormal(0.0, 1.0, (rows, 1))
    return Judged(ONE, truth, np.zeros((rows, 1)), weights=weights)


def test_a_difference_of_errors_and_few_rows_that_count_have_no_studentised_interval() -> None:
    """A difference is as likely to have a long tail on either side; one row of much weight is no 40 rows."""
    metric, made, rows = METRICS["mean_absolute_error"](), resamples(40), errors(40)
    plain = bca(metric.exact(rows), made.sampled(metric, rows), made.jackknife(metric, rows), 40)
    _, found = difference(metric, rows, replace(rows, predicted=rows.truth), made)
    assert found == pytest.approx(plain)
    assert interval(metric, rows, made) != pytest.approx(plain, rel=1e-3)
    heavy = errors(40, np.where(np.arange(40) < 8, 1.0, 1e-4))
    few = bca(metric.exact(heavy), made.sampled(metric, heavy), made.jackknife(metric, heavy), 8.0064)
    assert interval(metric, heavy, made) == pytest.approx((max(few[0], 0.0), few[1]), rel=1e-3)


@pytest.mark.parametrize(("units", "quantile"), [(2, 12.706), (3, 4.303), (4, 3.182), (5, 2.776)])
@pytest.mark.parametrize("alike", [1, 30])
@pytest.mark.parametrize("name", ["mean_absolute_error", "log_loss"])
def test_few_rows_or_groups_reach_as_far_as_students_t(name: str, alike: int, units: int, quantile: float) -> None:
    """The usual interval of a mean, by a printed table; resamples lie between the least and the largest loss."""
    losses = np.array([3.0, 3.3, 3.5, 3.1, 3.2])[:units]
    middle, far = losses.mean(), quantile * losses.std(ddof=1) / math.sqrt(units)
    each = losses.repeat(alike)
    if name == "log_loss":
        chance = np.exp(-each)
        rows = Judged(TWO, np.ones(len(each), int), np.stack([1 - chance, chance], axis=1), np.zeros(len(each), int))
    else:
        rows = Judged(ONE, each[:, None], np.zeros((len(each), 1)))
    groups = np.arange(units).repeat(alike) if alike > 1 else None
    found = interval(METRICS[name](), rows, resamples(len(each), groups=groups))
    assert found == pytest.approx((middle - far, middle + far), abs=0.15 * far)


@pytest.mark.parametrize("name", ["brier_score", "auc"])
def test_two_groups_do_not_tell_two_sides_apart(name: str) -> None:
    """One side is better in both groups, as one of two sides that are equally good is every second time."""
    rows = binary(80)
    blurred = rows.predicted.copy()
    blurred[::4] = 0.5 - 0.1 * (blurred[::4] - 0.5)
    other = replace(rows, predicted=blurred, decided=blurred.argmax(axis=1))
    metric, groups = METRICS[name](), np.arange(2).repeat(40)
    sign = 1 if metric.goal == "max" else -1
    gains = [sign * (metric.exact(taken(rows, of)) - metric.exact(taken(other, of))) for of in (groups < 1, groups > 0)]
    assert min(gains) > 0
    _, found = difference(metric, rows, other, resamples(80, groups=groups))
    assert found is not None
    assert -1 <= found[0] < 0 < found[1] <= 1


@pytest.mark.parametrize("name", ["auc", "accuracy", "mean_absolute_error"])
def test_where_there_is_nothing_to_draw_from_a_difference_has_no_interval(name: str) -> None:
    one, other = (errors(20), errors(20)) if name == "mean_absolute_error" else (binary(20), binary(20, 1))
    other = replace(other, truth=one.truth, predicted=other.predicted * 0.9)
    metric = METRICS[name]()
    assert difference(metric, one, other, None) == (metric.exact(one) - metric.exact(other), None)


PERFECT = [
    ("accuracy", 0.025 ** (1 / 40)),
    ("recall", 0.025 ** (1 / 10)),
    ("precision", 0.025 ** (1 / 10)),  # that is less than if some of 30 negatives were called: 0.74
    ("balanced_accuracy", (1 + 0.025 ** (1 / 10)) / 2),
    ("auc", (1 + 0.025 ** (1 / 10)) / 2),  # a fault is no more than a tie here
]


@pytest.mark.parametrize(("name", "low"), PERFECT)
def test_rows_without_a_fault_still_leave_room_for_faults(name: str, low: float) -> None:
    """10 positive rows of 40, all told apart: Clopper and Pearson's lower ends."""
    truth = np.repeat([0, 1], [30, 10])
    rows = Judged(TWO, truth, np.eye(2)[truth], truth)
    assert interval(METRICS[name](), rows, resamples(40)) == pytest.approx((low, 1.0), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "high"),
    [("f1_score", 2 * (s := 1 - 0.025 ** (1 / 10)) / (1 + s)), ("recall", s), ("accuracy", None)],
)
def test_positives_that_were_all_missed_leave_room_for_hits(name: str, high: float | None) -> None:
    """10 positive rows of 40, none found and nothing else called: of 10 others up to 31 % may be found."""
    truth = np.repeat([0, 1], [30, 10])
    rows = Judged(TWO, truth, np.tile([0.9, 0.1], (40, 1)), np.zeros(40, int))
    found = interval(METRICS[name](), rows, resamples(40))
    if high is not None:
        assert found == pytest.approx((0.0, high), abs=1e-12)
    assert found is not None
    assert found[0] < found[1]


def test_rows_that_are_all_wrong_leave_room_for_right_ones() -> None:
    truth = np.arange(12) % 3
    rows = Judged(Target(Task.MULTICLASS, ("t",), ("a", "b", "c")), truth, np.eye(3)[(truth + 1) % 3], (truth + 1) % 3)
    assert interval(METRICS["accuracy"](), rows, resamples(12)) == pytest.approx(
        (0.0, 1 - 0.025 ** (1 / 12)), abs=1e-12
    )


@pytest.mark.parametrize(("name", "groups"), [("accuracy", 3), ("recall", 2)])
def test_rows_that_are_alike_hide_no_fewer_faults_than_their_groups(name: str, groups: int) -> None:
    """Three groups without a fault are as three rows without one, however many rows each has; two have positives."""
    of, truth = np.repeat([0, 1, 2], 40), np.repeat([0, 1, 0, 1], [20, 20, 60, 20])
    rows = Judged(TWO, truth, np.eye(2)[truth], truth)
    found = interval(METRICS[name](), rows, resamples(120, groups=of))
    assert found == pytest.approx((0.025 ** (1 / groups), 1.0), abs=1e-12)


@pytest.mark.parametrize("right", [206, 209, 200])
def test_a_metric_that_grows_with_every_draw_keeps_its_interval_around_it(right: int) -> None:
    """400 rows held for 51.4 % sure, 206 of which are right: the share moves by 0.05, and so does what it is off by."""
    truth = np.repeat([1, 0], [right, 400 - right])
    rows = Judged(TWO, truth, np.tile([0.4858, 0.5142], (400, 1)), np.ones(400, int))
    metric = METRICS["expected_calibration_error"]()
    found = interval(metric, rows, resamples(400))
    assert found is not None
    assert found[0] <= metric.exact(rows) <= found[1]
    assert 0.025 < found[1] - found[0] < 0.06


@pytest.mark.parametrize("far", [-400.0, 400.0])
def test_a_value_lies_in_its_interval_however_few_resamples_lie_far_from_it(far: float) -> None:
    low, high = bias_corrected(0.5, np.append(np.full(1999, 0.5), far), 400)
    assert sorted((low - 0.5, 0.5 - high)) == pytest.approx([-abs(far - 0.5) / 2000, 0.0])
    assert low <= 0.5 <= high


@pytest.mark.parametrize("factor", [1e-200, 1e103, 1e155, 1e300])
def test_skew_is_the_same_in_any_unit(factor: float) -> None:
    pulls = np.array([-2.0, 1.0, 1.0])
    assert acceleration(pulls * factor) == pytest.approx(6 / (6 * 6**1.5))
    assert acceleration(pulls * 0 + factor) == 0


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid")
@pytest.mark.parametrize("name", ["mean_squared_error", "mean_absolute_error", "r2_score", "median_absolute_error"])
@pytest.mark.parametrize("rows", [3, 4, 40])
def test_errors_that_are_too_large_have_no_interval_or_a_finite_one(name: str, rows: int) -> None:
    for far in (1e55, 1e110, 1e155, 1e300):
        truth = np.array([[far], [-far], *[[float(n)] for n in range(rows - 2)]])
        ends = interval(METRICS[name](), Judged(ONE, truth, np.zeros((rows, 1))), resamples(rows))
        assert ends is None or all(map(math.isfinite, ends))


NONE: list[tuple[str, Judged]] = [
    ("auc", Judged(TWO, np.zeros(9, int), np.full((9, 2), 0.5), np.zeros(9, int))),
    ("recall", Judged(TWO, np.array([1, *[0] * 99]), np.full((100, 2), 0.5), np.zeros(100, int))),
    ("mean_absolute_error", Judged(Target(Task.REGRESSION, ("t",)), np.ones((9, 1)), np.full((9, 1), 3.0))),
    ("r2_score", Judged(Target(Task.REGRESSION, ("t",)), np.ones((9, 1)), np.full((9, 1), 3.0))),
    *(
        (name, Judged(ONE, near, near + 0.1))
        for near in [np.random.default_rng(0).normal(size=(51, 1))]
        for name in ("mean_absolute_error", "root_mean_squared_error", "median_absolute_error")
    ),
]


@pytest.mark.parametrize(("name", "rows"), NONE, ids=lambda given: given if isinstance(given, str) else "")
def test_where_there_is_no_interval(name: str, rows: Judged) -> None:
    assert interval(METRICS[name](), rows, resamples(len(rows.truth))) is None


@pytest.mark.parametrize("rows", [0, 1])
def test_one_row_tells_nothing(rows: int) -> None:
    assert resampling(rows, 0, None) is None
    assert resampling(5, 0, np.zeros(5, np.int64)) is None


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_an_interval_around_its_value(name: str) -> None:
    metric = METRICS[name].model_validate(REQUIRED.get(name, {}))
    tables: list[Any] = [classes(2, 200, 1), classes(4, 200, 1), numbers(2, 200, 1)]
    for rows in tables:
        if rows.target.task in metric.tasks and metric.objection(rows.target) is None:
            one = judged(rows)
            ends = interval(metric, one, resamples(200))
            assert ends is not None
            assert metric.bounds[0] <= ends[0] <= metric.exact(one) <= ends[1] <= metric.bounds[1]
            assert ends[0] < ends[1]
