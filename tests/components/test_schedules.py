"""Every learning-rate schedule: its options, its rates against the formula, and that an optimizer follows them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nettrain.components.choice import Choice
from nettrain.components.optimizer import SCHEDULES
from nettrain.components.registries import OPTIMIZERS
from tests.components.keras_defaults import assert_fields_are_keras_options
from tests.components.stepping import START, STEPS, steps_of


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedule_options_are_those_of_keras(name: str) -> None:
    import keras

    component = SCHEDULES[name]
    assert_fields_are_keras_options(
        component, getattr(keras.optimizers.schedules, component.__name__), {"name": "the YAML name"}
    )


def cosine(share: float) -> float:
    return (1 + math.cos(math.pi * share)) / 2


def restarts(step: int) -> float:
    fall, begin, length = 0, 0.0, 10.0
    while step >= begin + length:
        fall, begin, length = fall + 1, begin + length, length * 1.5
    return 0.1 * (0.2 + 0.8 * 0.5**fall * cosine((step - begin) / length))


RATES: list[tuple[str, dict[str, Any], Callable[[int], float]]] = [
    (
        "cosine_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 20, "alpha": 0.1},
        lambda t: 0.1 * (0.1 + 0.9 * cosine(min(t / 20, 1))),
    ),
    (
        "cosine_decay",
        {"initial_learning_rate": 0, "decay_steps": 20, "warmup_target": 0.1, "warmup_steps": 4},
        lambda t: 0.1 * t / 4 if t < 4 else 0.1 * cosine(min((t - 4) / 20, 1)),
    ),
    (
        "cosine_decay_restarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": 1.5, "m_mul": 0.5, "alpha": 0.2},
        restarts,
    ),
    (
        "cosine_decay_restarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 8, "t_mul": 1},
        lambda t: 0.1 * cosine(t % 8 / 8),
    ),
    (
        "exponential_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5},
        lambda t: 0.1 * 0.5 ** (t / 7),
    ),
    (
        "exponential_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5, "staircase": True},
        lambda t: 0.1 * 0.5 ** (t // 7),
    ),
    (
        "inverse_time_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5},
        lambda t: 0.1 / (1 + 0.5 * t / 7),
    ),
    (
        "inverse_time_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5, "staircase": True},
        lambda t: 0.1 / (1 + 0.5 * (t // 7)),
    ),
    (
        "piecewise_constant_decay",
        {"boundaries": (2, 11), "values": (0.1, 0.03, 0.01)},
        lambda t: 0.1 if t <= 2 else 0.03 if t <= 11 else 0.01,
    ),
    (
        "polynomial_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 9, "end_learning_rate": 0.01, "power": 2},
        lambda t: 0.09 * (1 - min(t / 9, 1)) ** 2 + 0.01,
    ),
    (
        "polynomial_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 9, "end_learning_rate": 0.01, "cycle": True},
        lambda t: 0.09 * (1 - t / (9 * max(1, math.ceil(t / 9)))) + 0.01,
    ),
]


@pytest.mark.parametrize(("name", "options", "rate"), RATES, ids=[f"{n} {list(o)}" for n, o, _ in RATES])
def test_rates_are_those_of_the_formula(name: str, options: dict[str, Any], rate: Callable[[int], float]) -> None:
    import keras

    schedule = SCHEDULES[name].model_validate(options).build(keras)
    steps = [0, 1, 2, 3, 4, 6, 7, 9, 11, 13, 17, 22, 26, 31, 60]
    rates = [float(schedule(step)) for step in steps]
    assert rates == pytest.approx([rate(step) for step in steps], rel=1e-4, abs=1e-8)
    assert len(set(rates)) > 2


@pytest.mark.parametrize(("name", "options", "rate"), RATES, ids=[f"{n} {list(o)}" for n, o, _ in RATES])
def test_a_schedule_stands_for_the_rate(name: str, options: dict[str, Any], rate: Callable[[int], float]) -> None:
    import keras

    optimizer = Choice(OPTIMIZERS).bind({"sgd": {"learning_rate": {name: options}}})
    moved = np.array([START, *steps_of(optimizer.build(keras), np.ones((STEPS, 3, 4), np.float32))])
    expected = [rate(step) for step in range(STEPS)]
    np.testing.assert_allclose((moved[:-1] - moved[1:])[:, 0, 0], expected, rtol=1e-4, atol=1e-6)


def test_every_schedule_has_an_oracle() -> None:
    assert {name for name, _, _ in RATES} == set(SCHEDULES)
