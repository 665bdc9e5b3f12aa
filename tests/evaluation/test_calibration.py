"""What became of probabilities, against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.evaluation.calibration import ERROR, calibration
from tests.components.metric_rows import classes, judged


def of_two(truth: list[int], second: list[float], weights: list[float] | None = None) -> Judged:
    predicted: NDArray[np.float64] = np.stack([1 - np.array(second), second], axis=1)
    held = None if weights is None else np.array(weights)
    target = Target(Task.BINARY, ("t",), ("no", "yes"))
    return Judged(target, np.array(truth), predicted, predicted.argmax(axis=1), held)


def test_it_counts_by_range() -> None:
    bins = calibration(of_two([0, 1, 1, 1], [0.0, 0.05, 0.55, 1.0]))
    assert bins.rows.tolist() == [2, 1, 1]
    assert bins.predicted == pytest.approx([0.025, 0.55, 1.0])
    assert bins.happened.tolist() == [0.5, 1.0, 1.0]


def test_the_upper_end_belongs_to_a_bin() -> None:
    """That is how the metric has it: 0.5 stands with 0.45, and not with 0.55."""
    bins = calibration(of_two([0, 1, 1], [0.45, 0.5, 0.55]))
    assert bins.predicted == pytest.approx([0.475, 0.55])
    assert bins.happened.tolist() == [0.5, 1.0]


def test_of_many_labels_it_is_the_one_decided_for() -> None:
    predicted = np.array([[0.65, 0.25, 0.1], [0.15, 0.05, 0.8], [0.2, 0.15, 0.65]])
    target = Target(Task.MULTICLASS, ("t",), ("a", "b", "c"))
    bins = calibration(Judged(target, np.array([0, 2, 0]), predicted, predicted.argmax(axis=1)))
    assert bins.predicted == pytest.approx([0.65, 0.8])
    assert bins.happened.tolist() == [0.5, 1.0]
    assert bins.expected_calibration_error == pytest.approx((2 * 0.15 + 0.2) / 3)


def test_weights_are_rows_written_often() -> None:
    rng = np.random.default_rng(0)
    truth, second, times = rng.integers(2, size=60), rng.integers(10, size=60) / 10, rng.integers(0, 4, 60)
    bins = calibration(of_two(truth.tolist(), second.tolist(), times.astype(float).tolist()))
    many = calibration(of_two(truth.repeat(times).tolist(), second.repeat(times).tolist()))
    assert bins.rows.tolist() == many.rows.tolist()
    for one, other in zip(bins, many, strict=True):
        assert one == pytest.approx(other)


@pytest.mark.parametrize("labels", [2, 4])
@pytest.mark.parametrize("seed", range(5))
def test_bins_and_error_are_of_one_convention(labels: int, seed: int) -> None:
    """Of several labels, the bins that are drawn are apart by the metric; probabilities stand on the bins' ends."""
    rows = judged(classes(labels, 50, seed))
    rng = np.random.default_rng(seed)
    tenths = rng.multinomial(ERROR.bins, np.ones(labels) / labels, 50) / ERROR.bins
    rows = Judged(rows.target, rows.truth, tenths, tenths.argmax(axis=1), rng.integers(0, 3, 50) / 2)
    bins = calibration(rows)
    assert bins.expected_calibration_error == METRICS["expected_calibration_error"]().exact(rows)
    if labels > 2:
        apart = np.average(np.abs(bins.predicted - bins.happened), weights=bins.rows)
        assert bins.expected_calibration_error == pytest.approx(apart)
