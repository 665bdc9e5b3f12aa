"""Activations, initializers, regularizers and constraints against their formulas, written out in NumPy."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.choice import Choice
from nettrain.components.registries import ACTIVATIONS, CONSTRAINTS, INITIALIZERS, REGULARIZERS
from nettrain.engine.start import start

Array = NDArray[np.float64]
X = np.linspace(-4, 4, 33).reshape(3, 11)


@pytest.fixture(scope="module")
def keras() -> Any:
    return start(0, 0)[1]


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softmax(x: Array) -> Array:
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


erf = np.vectorize(math.erf)
ACTIVATION: dict[str, Callable[[Array], Array]] = {
    "celu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "elu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "exponential": np.exp,
    "gelu": lambda x: x * (1 + erf(x / math.sqrt(2))) / 2,
    "hard_shrink": lambda x: np.where(np.abs(x) > 0.5, x, 0),
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
    "hard_silu": lambda x: x * np.clip(x / 6 + 0.5, 0, 1),
    "hard_tanh": lambda x: np.clip(x, -1, 1),
    "leaky_relu": lambda x: np.where(x >= 0, x, 0.2 * x),
    "linear": lambda x: x,
    "log_sigmoid": lambda x: -np.log(1 + np.exp(-x)),
    "log_softmax": lambda x: np.log(softmax(x)),
    "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "selu": lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
    "sigmoid": sigmoid,
    "silu": lambda x: x * sigmoid(x),
    "soft_shrink": lambda x: np.sign(x) * np.maximum(np.abs(x) - 0.5, 0),
    "softmax": softmax,
    "softplus": lambda x: np.log(1 + np.exp(x)),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "sparse_plus": lambda x: np.where(x <= -1, 0, np.where(x >= 1, x, (x + 1) ** 2 / 4)),
    "sparse_sigmoid": lambda x: np.clip((x + 1) / 2, 0, 1),
    "squareplus": lambda x: (x + np.sqrt(x**2 + 4)) / 2,
    "tanh": np.tanh,
    "tanh_shrink": lambda x: x - np.tanh(x),
}
OPTIONS: dict[str, tuple[dict[str, Any], Callable[[Array], Array]]] = {
    "leaky_relu": ({"negative_slope": 0.05}, lambda x: np.where(x >= 0, x, 0.05 * x)),
    "elu": ({"alpha": 0.5}, lambda x: np.where(x > 0, x, 0.5 * (np.exp(x) - 1))),
    "relu": (
        {"negative_slope": 0.1, "max_value": 2.0, "threshold": 1.0},
        lambda x: np.where(x >= 2, 2, np.where(x > 1, x, 0.1 * (x - 1))),
    ),
}


def test_every_activation_has_an_oracle() -> None:
    assert set(ACTIVATION) == set(ACTIVATIONS)
    assert set(OPTIONS) == {name for name in ACTIVATIONS if ACTIVATIONS[name].model_fields}


@pytest.mark.parametrize("name", ACTIVATION)
def test_activation(name: str, keras: Any) -> None:
    got = np.asarray(ACTIVATIONS[name]().build(keras)(X.astype("float32")))
    np.testing.assert_allclose(got, ACTIVATION[name](X), rtol=1e-4, atol=1e-5)


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # of Keras, while it saves
@pytest.mark.parametrize("name", OPTIONS)
def test_activation_with_options_can_be_saved(name: str, keras: Any, tmp_path: Any) -> None:
    options, oracle = OPTIONS[name]
    activation = Choice(ACTIVATIONS).bind({name: options}).build(keras)
    np.testing.assert_allclose(np.asarray(activation(X.astype("float32"))), oracle(X), rtol=1e-4, atol=1e-5)
    network = keras.Sequential([keras.Input((11,)), keras.layers.Dense(3, activation=activation)])
    network.save(tmp_path / "network.keras")
    again = keras.models.load_model(tmp_path / "network.keras")
    rows = X.astype("float32")
    np.testing.assert_array_equal(np.asarray(network(rows)), np.asarray(again(rows)))


def draw(keras: Any, written: Any, shape: tuple[int, ...]) -> Array:
    return np.asarray(Choice(INITIALIZERS).bind(written).build(keras)(shape), dtype=np.float64)


FAN_IN, FAN_OUT = 300, 200
VARIANCE: dict[str, tuple[Any, float, float]] = {
    "glorot_normal": ("glorot_normal", 2 / (FAN_IN + FAN_OUT), math.inf),
    "glorot_uniform": ("glorot_uniform", 2 / (FAN_IN + FAN_OUT), math.sqrt(6 / (FAN_IN + FAN_OUT))),
    "he_normal": ("he_normal", 2 / FAN_IN, math.inf),
    "he_uniform": ("he_uniform", 2 / FAN_IN, math.sqrt(6 / FAN_IN)),
    "lecun_normal": ("lecun_normal", 1 / FAN_IN, math.inf),
    "lecun_uniform": ("lecun_uniform", 1 / FAN_IN, math.sqrt(3 / FAN_IN)),
    "random_normal": ({"random_normal": {"stddev": 0.2}}, 0.04, math.inf),
    "random_uniform": ({"random_uniform": {"minval": -0.3, "maxval": 0.3}}, 0.03, 0.3),
    "truncated_normal": ({"truncated_normal": {"stddev": 0.1}}, 0.01 * 0.7737, 0.2),
    "variance_scaling": (
        {"variance_scaling": {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"}},
        3 / FAN_OUT,
        math.sqrt(9 / FAN_OUT),
    ),
}


@pytest.mark.parametrize(("written", "variance", "bound"), VARIANCE.values(), ids=VARIANCE)
def test_random_initializers(written: Any, variance: float, bound: float, keras: Any) -> None:
    weights = draw(keras, written, (FAN_IN, FAN_OUT))
    assert abs(weights.mean()) < 4 * math.sqrt(variance / weights.size)
    assert weights.var() == pytest.approx(variance, rel=0.03)
    assert np.abs(weights).max() <= bound + 1e-6


def test_fixed_initializers(keras: Any) -> None:
    np.testing.assert_array_equal(draw(keras, "zeros", (2, 3)), np.zeros((2, 3)))
    np.testing.assert_array_equal(draw(keras, "ones", (2, 3)), np.ones((2, 3)))
    np.testing.assert_allclose(draw(keras, {"constant": 0.3}, (2, 3)), np.full((2, 3), 0.3), rtol=1e-6)
    np.testing.assert_array_equal(draw(keras, {"identity": 2.0}, (3, 3)), 2 * np.eye(3))
    square = draw(keras, {"orthogonal": {"gain": 2.0}}, (20, 20))
    np.testing.assert_allclose(square @ square.T, 4 * np.eye(20), atol=1e-4)
    assert {*VARIANCE, "zeros", "ones", "constant", "identity", "orthogonal"} == set(INITIALIZERS)


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if "seed" in INITIALIZERS[name].model_fields])
def test_seeds_of_initializers(name: str, keras: Any) -> None:
    first, again, other = (draw(keras, {name: {"seed": seed}}, (8, 8)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


W = np.array([[3.0, -0.5], [4.0, 0.0], [0.0, -1.2]])


def cosines(matrix: Array) -> Array:
    unit = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit @ unit.T


REGULARIZER: dict[str, tuple[Any, float]] = {
    "l1": ({"l1": 0.1}, 0.1 * np.abs(W).sum()),
    "l2": ({"l2": 0.1}, 0.1 * (W**2).sum()),
    "l1_l2": ({"l1_l2": {"l1": 0.1, "l2": 0.2}}, 0.1 * np.abs(W).sum() + 0.2 * (W**2).sum()),
    "orthogonal_regularizer": (
        {"orthogonal_regularizer": 0.5},
        0.5 * np.abs(cosines(W)[np.triu_indices(3, 1)]).mean(),
    ),
}


@pytest.mark.parametrize("name", REGULARIZERS)
def test_regularizers(name: str, keras: Any) -> None:
    written, penalty = REGULARIZER[name]
    got = Choice(REGULARIZERS).bind(written).build(keras)(W.astype("float32"))
    assert float(got) == pytest.approx(penalty, rel=1e-5)


NORMS = np.linalg.norm(W, axis=0)
CONSTRAINT: dict[str, tuple[Any, Array]] = {
    "max_norm": ({"max_norm": 2.0}, W * np.minimum(2 / NORMS, 1)),
    "min_max_norm": (
        {"min_max_norm": {"min_value": 2.0, "max_value": 3.0, "rate": 1.0}},
        W * np.clip(NORMS, 2, 3) / NORMS,
    ),
    "non_neg": ("non_neg", np.maximum(W, 0)),
    "unit_norm": ("unit_norm", W / NORMS),
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraints(name: str, keras: Any) -> None:
    written, bounded = CONSTRAINT[name]
    got = Choice(CONSTRAINTS).bind(written).build(keras)(W.astype("float32"))
    np.testing.assert_allclose(np.asarray(got), bounded, rtol=1e-5, atol=1e-6)
