"""Trivial answers of training rows, which count as their weights."""

from __future__ import annotations

import polars as pl
import pytest

from nettrain.components.task import Target, Task
from nettrain.data.trivial import Trivial, trivial

LABELS = Target(Task.MULTICLASS, ("y",), ("a", "b", "c"))
NUMBERS = Target(Task.REGRESSION, ("s", "t"))
CASES = [
    (LABELS, {"y": ["a", "b", "b", "a"]}, None, Trivial(shares=(0.5, 0.5, 0.0))),
    (LABELS, {"y": ["a", "b", "b", "a"]}, [1.0, 0.0, 2.0, 1.0], Trivial(shares=(0.5, 0.5, 0.0))),
    (LABELS, {"y": ["a", "b", "b", "a"]}, [1.0, 5.0, 0.0, 2.0], Trivial(shares=(0.375, 0.625, 0.0))),
    (NUMBERS, {"s": [1.0, 2.0, 9.0], "t": [5.0, 5.0, 5.0]}, None, Trivial(means=(4.0, 5.0), medians=(2.0, 5.0))),
    (NUMBERS, {"s": [1.0, 2.0, 9.0, 4.0], "t": [0.0] * 4}, None, Trivial(means=(4.0, 0.0), medians=(3.0, 0.0))),
    (NUMBERS, {"s": [8.0, 2.0, 9.0], "t": [0.0] * 3}, [0.0, 1.0, 3.0], Trivial(means=(7.25, 0.0), medians=(9.0, 0.0))),
]


def test_answers_to_one_of_several_targets() -> None:
    both = Trivial(means=(1.0, 2.0), medians=(3.0, 4.0), constants={"pinball_loss": (5.0, 6.0)})
    assert both.alone(1) == Trivial(means=(2.0,), medians=(4.0,), constants={"pinball_loss": (6.0,)})


@pytest.mark.parametrize(("target", "truth", "weights", "found"), CASES)
def test_answers(target: Target, truth: dict[str, list[object]], weights: list[float] | None, found: Trivial) -> None:
    given = None if weights is None else pl.Series(weights)
    assert trivial(target, pl.DataFrame(truth), given) == found
