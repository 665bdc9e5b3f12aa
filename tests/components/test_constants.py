"""A metric's own constant is the best answer that is the same in all rows, of all that are tried."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.metrics._constants import quantiles, shortest_half
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task

OWN: list[tuple[str, dict[str, Any]]] = [
    ("pinball_loss", {"quantile": 0.1}),
    ("pinball_loss", {"quantile": 0.9}),
    ("mean_absolute_percentage_error", {}),
    ("mean_squared_logarithmic_error", {}),
    ("median_absolute_error", {}),
]
USUAL = ["mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "poisson", "r2_score"]


def skewed(weighed: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    draw = np.random.default_rng(1)
    return draw.gamma(1.0, 2.0, (201, 2)), draw.gamma(2.0, 1.0, 201) if weighed else np.ones(201)


def value(name: str, options: dict[str, Any], answer: Any, weighed: bool) -> float:
    truth, weights = skewed(weighed)
    predicted = np.broadcast_to(np.asarray(answer, np.float64), truth.shape)
    target = Target(Task.REGRESSION, ("s", "t"))
    return METRICS[name].model_validate(options).exact(Judged(target, truth, predicted, None, weights))


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize(("name", "options"), OWN)
def test_no_other_number_is_better(name: str, options: dict[str, Any], weighed: bool) -> None:
    best = METRICS[name].model_validate(options).constant(*skewed(weighed))
    assert best is not None
    for target in range(2):
        tried = np.tile(best, (2001, 1))
        tried[:, target] = np.linspace(0, 6, 2001)
        found = value(name, options, best, weighed)
        assert found <= min(value(name, options, one, weighed) for one in tried) + 1e-12
    middles = [skewed(weighed)[0].mean(axis=0), np.median(skewed(weighed)[0], axis=0)]
    assert found < min(value(name, options, one, weighed) for one in middles)


@pytest.mark.parametrize("weighed", [False, True])
def test_no_other_direction_is_better(weighed: bool) -> None:
    metric, (truth, weights) = METRICS["cosine_similarity"](), skewed(weighed)
    truth[0] = 0.0
    best = metric.constant(truth, weights)
    assert best is not None
    others = [np.array([np.cos(turn), np.sin(turn)]) for turn in np.linspace(0, np.pi / 2, 2001)]
    assert value("cosine_similarity", {}, metric.constant(*skewed(weighed)), weighed) >= max(
        value("cosine_similarity", {}, other, weighed) for other in others
    )
    units = truth[1:] / np.linalg.norm(truth[1:], axis=1, keepdims=True)
    assert best == pytest.approx((units * weights[1:, None]).sum(axis=0) / weights.sum())


@pytest.mark.parametrize("name", USUAL)
def test_others_are_best_at_the_mean_or_the_median(name: str) -> None:
    assert METRICS[name]().constant(*skewed(False)) is None


@pytest.mark.parametrize(
    ("numbers", "weights", "middle"),
    [
        ([5.0], [1.0], 5.0),
        ([0.0, 4.0, 5.0, 9.0], [1.0] * 4, 4.5),
        ([9.0, 1.0, 2.0, 20.0, 0.0], [1.0] * 5, 1.0),
        ([0.0, 4.0, 5.0, 9.0], [1.0, 1.0, 1.0, 5.0], 9.0),
    ],
)
def test_the_shortest_half(numbers: list[float], weights: list[float], middle: float) -> None:
    assert shortest_half(np.array(numbers), np.array(weights)) == middle


def test_quantiles_of_columns_that_are_weighed_by_themselves() -> None:
    numbers, weights = np.array([[3.0, 1.0], [1.0, 2.0], [2.0, 3.0]]), np.array([[1.0, 5.0], [1.0, 1.0], [1.0, 1.0]])
    assert quantiles(numbers, weights, 0.5).tolist() == [2.0, 1.0]
