"""Every optimizer: its options, and its steps against the formula in NumPy, compiled by XLA."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.registries import OPTIMIZERS
from tests.components.keras_defaults import assert_fields_are_keras_options
from tests.components.stepping import GRADIENTS, START, steps_of

Array = NDArray[np.float64]
Steps = Iterator[Array]


def sgd(w: Array, g: Array, rate: float = 0.01, momentum: float = 0.0, nesterov: bool = False) -> Steps:
    v = np.zeros_like(w)
    for gt in g:
        v = momentum * v - rate * gt
        w = w + (momentum * v - rate * gt if nesterov else v)
        yield w


def rmsprop(w: Array, g: Array, momentum: float = 0.0, centered: bool = False) -> Steps:
    square, mean, v = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for gt in g:
        square, mean = 0.9 * square + 0.1 * gt**2, 0.9 * mean + 0.1 * gt
        v = momentum * v + 0.001 * gt / np.sqrt(square - centered * mean**2 + 1e-7)
        w = w - v
        yield w


def adam(w: Array, g: Array, rate: float = 0.001, decay: float = 0.0, amsgrad: bool = False) -> Steps:
    m, v, top = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for t, gt in enumerate(g, 1):
        w = w - rate * decay * w
        m, v = 0.9 * m + 0.1 * gt, 0.999 * v + 0.001 * gt**2
        top = np.maximum(top, v)
        scale = rate * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        w = w - scale * m / (np.sqrt(top if amsgrad else v) + 1e-7)
        yield w


def adamax(w: Array, g: Array) -> Steps:
    m, u = np.zeros_like(w), np.zeros_like(w)
    for t, gt in enumerate(g, 1):
        m, u = 0.9 * m + 0.1 * gt, np.maximum(0.999 * u, np.abs(gt))
        w = w - 0.001 / (1 - 0.9**t) * m / (u + 1e-7)
        yield w


def nadam(w: Array, g: Array) -> Steps:
    m, v, product = np.zeros_like(w), np.zeros_like(w), 1.0
    for t, gt in enumerate(g, 1):
        now, following = 0.9 * (1 - 0.5 * 0.96**t), 0.9 * (1 - 0.5 * 0.96 ** (t + 1))
        product *= now
        m, v = 0.9 * m + 0.1 * gt, 0.999 * v + 0.001 * gt**2
        ahead = following * m / (1 - product * following) + (1 - now) * gt / (1 - product)
        w = w - 0.001 * ahead / (np.sqrt(v / (1 - 0.999**t)) + 1e-7)
        yield w


def adadelta(w: Array, g: Array) -> Steps:
    square, moved = np.zeros_like(w), np.zeros_like(w)
    for gt in g:
        square = 0.95 * square + 0.05 * gt**2
        step = np.sqrt(moved + 1e-7) / np.sqrt(square + 1e-7) * gt
        moved = 0.95 * moved + 0.05 * step**2
        w = w - 0.001 * step
        yield w


def adagrad(w: Array, g: Array) -> Steps:
    total = np.full_like(w, 0.1)
    for gt in g:
        total = total + gt**2
        w = w - 0.001 * gt / np.sqrt(total + 1e-7)
        yield w


def ftrl(w: Array, g: Array, l1: float = 0.0) -> Steps:
    total, z = np.full_like(w, 0.1), np.zeros_like(w)
    for gt in g:
        grown = total + gt**2
        z = z + gt - (np.sqrt(grown) - np.sqrt(total)) / 0.001 * w
        total = grown
        w = np.where(np.abs(z) <= l1, 0, (np.sign(z) * l1 - z) * 0.001 / np.sqrt(total))
        yield w


def adafactor(w: Array, g: Array) -> Steps:
    row, column = np.zeros((3, 1)), np.zeros((1, 4))
    for t, gt in enumerate(g, 1):
        keep, square = 1 - t**-0.8, gt**2 + 1e-30
        row = keep * row + (1 - keep) * square.mean(1, keepdims=True)
        column = keep * column + (1 - keep) * square.mean(0, keepdims=True)
        step = gt / np.sqrt(row * column / row.mean())
        step = step / max(1.0, np.sqrt((step**2).mean()))
        w = w - 0.001 * max(0.001, np.sqrt((w**2).mean())) * step
        yield w


def lamb(w: Array, g: Array) -> Steps:
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t, gt in enumerate(g, 1):
        m, v = 0.9 * m + 0.1 * gt, 0.999 * v + 0.001 * gt**2
        step = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7)
        w = w - 0.001 * np.linalg.norm(w) / np.linalg.norm(step) * step
        yield w


def lion(w: Array, g: Array) -> Steps:
    m = np.zeros_like(w)
    for gt in g:
        w = w - 0.001 * np.sign(0.9 * m + 0.1 * gt)
        m = 0.99 * m + 0.01 * gt
        yield w


def muon(w: Array, g: Array) -> Steps:
    m = np.zeros_like(w)
    for gt in g:
        w = w - 0.001 * 0.004 * w
        m = 0.95 * m + gt
        x = gt + 0.95 * m
        x = x / np.linalg.norm(x)
        for _ in range(5):
            a = x @ x.T
            x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
        w = w - 0.001 * 0.2 * math.sqrt(4) * x
        yield w


def sgd_decayed(w: Array, g: Array, decay: float) -> Steps:
    for gt in g:
        w = w - 0.01 * decay * w - 0.01 * gt
        yield w


def averaged(w: Array, g: Array) -> Steps:
    mean = w - 0.01 * g[0]
    for t, gt in enumerate(g, 1):
        w = w - 0.01 * gt
        mean = 0.5 * mean + 0.5 * w
        w = mean if t % 2 == 0 else w
        yield w


def accumulated(w: Array, g: Array) -> Steps:
    for t, gt in enumerate(g):
        w = w - 0.01 * (g[t - 1] + gt) / 2 if t % 2 else w
        yield w


def by_norm(g: Array) -> Array:
    return np.asarray(g * np.minimum(1, 0.5 / np.linalg.norm(g, axis=(1, 2), keepdims=True)))


Oracle = Callable[[Array, Array], Steps]
ORACLES: list[tuple[str, dict[str, Any], Oracle]] = [
    ("sgd", {}, sgd),
    ("sgd", {"learning_rate": 1, "momentum": 0.9}, lambda w, g: sgd(w, g, 1.0, 0.9)),
    ("sgd", {"momentum": 0.5, "nesterov": True}, lambda w, g: sgd(w, g, 0.01, 0.5, True)),
    ("sgd", {"weight_decay": 0.1}, lambda w, g: sgd_decayed(w, g, 0.1)),
    ("sgd", {"clipvalue": 0.5}, lambda w, g: sgd(w, np.clip(g, -0.5, 0.5))),
    ("sgd", {"clipnorm": 0.5}, lambda w, g: sgd(w, by_norm(g))),
    ("sgd", {"global_clipnorm": 0.5}, lambda w, g: sgd(w, by_norm(g))),
    ("sgd", {"loss_scale_factor": 4.0}, lambda w, g: sgd(w, g / 4)),
    ("sgd", {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2}, averaged),
    ("sgd", {"gradient_accumulation_steps": 2}, accumulated),
    ("rmsprop", {}, rmsprop),
    ("rmsprop", {"momentum": 0.9, "centered": True}, lambda w, g: rmsprop(w, g, 0.9, True)),
    ("adam", {}, adam),
    ("adam", {"learning_rate": 0.1, "amsgrad": True}, lambda w, g: adam(w, g, 0.1, amsgrad=True)),
    ("adamw", {}, lambda w, g: adam(w, g, decay=0.004)),
    ("adamw", {"weight_decay": 0}, adam),
    ("adamax", {}, adamax),
    ("nadam", {}, nadam),
    ("adadelta", {}, adadelta),
    ("adagrad", {}, adagrad),
    ("ftrl", {}, ftrl),
    ("ftrl", {"l1_regularization_strength": 1.0}, lambda w, g: ftrl(w, g, 1.0)),
    ("adafactor", {}, adafactor),
    ("lamb", {}, lamb),
    ("lion", {}, lion),
    ("muon", {}, muon),
]


@pytest.mark.parametrize(("name", "options", "oracle"), ORACLES, ids=[f"{n} {o}" for n, o, _ in ORACLES])
def test_steps_are_those_of_the_formula_compiled(name: str, options: dict[str, Any], oracle: Oracle) -> None:
    import keras

    moved = list(steps_of(OPTIMIZERS[name].model_validate(options).build(keras), GRADIENTS))
    expected = list(oracle(START.astype(np.float64), GRADIENTS.astype(np.float64)))
    float32 = 2e-5 if name == "muon" else 2e-6
    np.testing.assert_allclose(np.array(moved) - START, np.array(expected) - START, rtol=1e-3, atol=float32)


def schedule_free_adamw(w: Array, g: Array, old: bool) -> Steps:
    y, z, v = w, w, np.zeros_like(w)
    for t, gt in enumerate(g, 1):
        before, v = z, 0.999 * v + 0.001 * gt**2
        z = z - 0.0025 * gt / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        x = (1 - 1 / t) * (y - 0.1 * (before if old else z)) / 0.9 + z / t
        y = 0.1 * z + 0.9 * x
        yield y


def test_schedule_free_adamw_of_keras_is_not_that_of_the_paper() -> None:
    """It is left out for that; once Keras mends it this fails, and it may come in."""
    import keras

    moved = np.array(list(steps_of(keras.optimizers.ScheduleFreeAdamW(), GRADIENTS)))
    start, gradients = START.astype(np.float64), GRADIENTS.astype(np.float64)
    np.testing.assert_allclose(moved, list(schedule_free_adamw(start, gradients, old=False)), rtol=0, atol=2e-6)
    assert np.abs(moved - list(schedule_free_adamw(start, gradients, old=True))).max() > 1e-4


def test_every_optimizer_has_an_oracle() -> None:
    assert {name for name, _, _ in ORACLES} == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_slots_are_the_numbers_kept_for_each_weight(name: str) -> None:
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(5), keras.layers.Dense(2)])
    optimizer = OPTIMIZERS[name].model_validate({})
    built = optimizer.build(keras)
    built.build(model.trainable_variables)
    kept = {}
    for weight in model.trainable_variables:
        of_weight = f"{weight.path.replace('/', '_')}_"
        kept[weight.path] = sum(v.name.startswith(of_weight) and v.shape == weight.shape for v in built.variables)
    assert max(kept.values()) == optimizer.slots


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_options_are_those_of_keras(name: str) -> None:
    import keras

    left_out = {
        "name": "the YAML name",
        "exclude_layers": "patterns over Keras's own names of weights, which no config knows",
    }
    component = OPTIMIZERS[name]
    assert_fields_are_keras_options(component, getattr(keras.optimizers, component.__name__), left_out)


COSINE = {"initial_learning_rate": 0.1, "decay_steps": 5}
REFUSED: list[tuple[Any, str]] = [
    ({"adam": 0}, "must be above 0, got 0"),
    ({"adam": -0.1}, "must be above 0, got -0.1"),
    ({"adam": {"beta_1": 1.0}}, "less than 1"),
    ({"adam": {"epsilon": 0.0}}, "greater than 0"),
    ({"adamw": {"weight_decay": -0.1}}, "greater than or equal to 0"),
    ({"sgd": {"momentum": 1.5}}, "less than or equal to 1"),
    ({"sgd": {"nesterov": True}}, "expected a momentum above 0, got 0"),
    ({"ftrl": {"learning_rate_power": 0.5}}, "less than or equal to 0"),
    ({"lion": {"beta_1": 0.0}}, "greater than 0"),
    ({"adamw": {"weight_decay": None}}, "valid number"),
    ({"muon": {"ns_steps": 0}}, "greater than 0"),
    ({"sgd": {"gradient_accumulation_steps": 1}}, "greater than 1"),
    ({"sgd": {"learning_rate": {"cosine_decay": {**COSINE, "initial_learning_rate": 0}}}}, "give warmup_target"),
    ({"sgd": {"learning_rate": {"cosine_decay": {**COSINE, "warmup_steps": 3}}}}, "got warmup_target null and"),
    ({"sgd": {"learning_rate": {"cosine_decay": {**COSINE, "warmup_target": 0.2}}}}, "0.2 and warmup_steps 0"),
    (
        {"sgd": {"learning_rate": {"cosine_decay_restarts": {**COSINE, "first_decay_steps": 5, "t_mul": 0.5}}}},
        "greater than or equal to 1",
    ),
    (
        {"sgd": {"learning_rate": {"piecewise_constant_decay": {"boundaries": (1, 2), "values": (0.1, 0.2)}}}},
        "expected 3 values for 2 boundaries, got 2",
    ),
    (
        {"sgd": {"learning_rate": {"piecewise_constant_decay": {"boundaries": (2, 2), "values": (0.1, 0.2, 0.3)}}}},
        "expected boundaries that rise, got [2, 2]",
    ),
    ({"sgd": {"learning_rate": "adam"}}, "no learning-rate schedule is named 'adam'"),
]


@pytest.mark.parametrize(("written", "words"), REFUSED, ids=[str(written) for written, _ in REFUSED])
def test_senseless_options_are_refused(written: Any, words: str) -> None:
    with pytest.raises(ValidationError) as found:
        Choice(OPTIMIZERS).bind(written)
    assert any(words in error["msg"] for error in found.value.errors())


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name not in ("adafactor", "muon")])
@pytest.mark.parametrize(
    "options",
    [{}, {"use_ema": True}, {"gradient_accumulation_steps": 2}, {"amsgrad": True}, {"momentum": 0.5, "centered": True}],
    ids=str,
)
def test_numbers_kept_with_options(name: str, options: dict[str, Any]) -> None:
    """adafactor and muon keep less for some weights than the estimate says."""
    import keras

    taken = {option: value for option, value in options.items() if option in OPTIMIZERS[name].model_fields}
    optimizer = OPTIMIZERS[name].model_validate(taken)
    network = keras.Sequential([keras.Input((30,)), keras.layers.Dense(20, use_bias=False)])
    made = optimizer.build(keras)
    made.build(network.trainable_variables)
    assert sum(tuple(variable.shape) == (30, 20) for variable in made.variables) == optimizer.kept()
