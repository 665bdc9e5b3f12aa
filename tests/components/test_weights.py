"""Activations, initializers, regularizers and constraints: options, and values against the formula in NumPy."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from nettrain.components.choice import Choice
from nettrain.components.registries import CONSTRAINTS, INITIALIZERS, REGULARIZERS
from nettrain.components.registry import Registry
from nettrain.components.weights import ACTIVATIONS
from tests.components.keras_defaults import assert_fields_are_keras_options

Array = NDArray[np.float64]
RNG = np.random.default_rng(5)
GRID: Array = np.append(np.linspace(-8, 8, 33), [-0.3, 0.2, 1.7]).reshape(6, 6)
"""With 0 and the places where the pieces of a function meet."""


def compiled(function: Callable[[Any], Any], value: Array) -> NDArray[np.float32]:
    """Return the function of `value` in float32, compiled as the engine compiles."""
    import tensorflow as tf

    result = tf.function(function, jit_compile=True)(tf.constant(value, tf.float32))
    return np.asarray(result)


def elu(x: Array, alpha: float = 1.0) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def relu(x: Array, slope: float = 0.0, top: float = math.inf, threshold: float = 0.0) -> Array:
    return np.where(x <= threshold, slope * (x - threshold), np.minimum(x, top))


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softmax(x: Array) -> Array:
    return np.asarray(np.exp(x) / np.exp(x).sum(1, keepdims=True))


def normal_share(x: Array) -> Array:
    return np.asarray(np.vectorize(lambda one: (1 + math.erf(one / math.sqrt(2))) / 2)(x))


Function = Callable[[Array], Array]
FUNCTIONS: list[tuple[str, dict[str, Any], Function]] = [
    ("celu", {}, elu),
    ("elu", {}, elu),
    ("elu", {"alpha": 0.5}, lambda x: elu(x, 0.5)),
    ("exponential", {}, np.exp),
    ("gelu", {}, lambda x: x * normal_share(x)),
    ("hard_shrink", {}, lambda x: np.where(np.abs(x) > 0.5, x, 0)),
    ("hard_sigmoid", {}, lambda x: np.clip(x / 6 + 0.5, 0, 1)),
    ("hard_silu", {}, lambda x: x * np.clip(x / 6 + 0.5, 0, 1)),
    ("hard_tanh", {}, lambda x: np.clip(x, -1, 1)),
    ("leaky_relu", {}, lambda x: relu(x, 0.2)),
    ("leaky_relu", {"negative_slope": 0.3}, lambda x: relu(x, 0.3)),
    ("linear", {}, lambda x: x),
    ("log_sigmoid", {}, lambda x: -np.log1p(np.exp(-x))),
    ("log_softmax", {}, lambda x: x - np.log(np.exp(x).sum(1, keepdims=True))),
    ("mish", {}, lambda x: x * np.tanh(np.log1p(np.exp(x)))),
    ("relu", {}, relu),
    ("relu", {"negative_slope": 0.1}, lambda x: relu(x, 0.1)),
    ("relu", {"max_value": 3.0}, lambda x: relu(x, top=3)),
    ("relu", {"threshold": 1.0}, lambda x: relu(x, threshold=1)),
    ("relu", {"negative_slope": 0.1, "max_value": 3.0, "threshold": 1.0}, lambda x: relu(x, 0.1, 3, 1)),
    ("relu6", {}, lambda x: relu(x, top=6)),
    ("selu", {}, lambda x: 1.0507009873554805 * elu(x, 1.6732632423543772)),
    ("sigmoid", {}, sigmoid),
    ("silu", {}, lambda x: x * sigmoid(x)),
    ("soft_shrink", {}, lambda x: np.sign(x) * np.maximum(np.abs(x) - 0.5, 0)),
    ("softmax", {}, softmax),
    ("softplus", {}, lambda x: np.log1p(np.exp(x))),
    ("softsign", {}, lambda x: x / (1 + np.abs(x))),
    ("sparse_plus", {}, lambda x: np.where(x >= 1, x, np.where(x <= -1, 0, (x + 1) ** 2 / 4))),
    ("sparse_sigmoid", {}, lambda x: np.clip((x + 1) / 2, 0, 1)),
    ("squareplus", {}, lambda x: (x + np.sqrt(x**2 + 4)) / 2),
    ("tanh", {}, np.tanh),
    ("tanh_shrink", {}, lambda x: x - np.tanh(x)),
]
FUNCTION_IDS = [f"{name} {options}" for name, options, _ in FUNCTIONS]


@pytest.mark.parametrize(("name", "options", "function"), FUNCTIONS, ids=FUNCTION_IDS)
def test_activations_are_their_formulas(name: str, options: dict[str, Any], function: Function) -> None:
    import keras

    activation = ACTIVATIONS[name].model_validate(options).build(keras)
    np.testing.assert_allclose(compiled(activation, GRID), function(GRID), rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize(("name", "options", "function"), FUNCTIONS, ids=FUNCTION_IDS)
def test_activations_have_finite_gradients(name: str, options: dict[str, Any], function: Function) -> None:
    import keras
    import tensorflow as tf

    activation = ACTIVATIONS[name].model_validate(options).build(keras)
    weights = RNG.normal(size=(6, 6)).astype(np.float32)

    def gradient(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(weights * activation(x))
        return tape.gradient(total, x)

    found = compiled(gradient, 5 * GRID)
    assert np.isfinite(found).all()
    assert np.abs(found).max() > 0


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # of Keras, while it saves
@pytest.mark.parametrize(("name", "options", "function"), FUNCTIONS, ids=FUNCTION_IDS)
def test_activations_survive_saving(name: str, options: dict[str, Any], function: Function, tmp_path: Path) -> None:
    import keras

    dense = Choice(ACTIVATIONS).bind({name: options}).build(keras)
    model = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(6, activation=dense, kernel_initializer="identity")]
    )
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    found = np.asarray(loaded(GRID.astype(np.float32)))
    np.testing.assert_allclose(found, function(GRID), rtol=1e-5, atol=2e-6)


WIDE: Array = np.append(np.linspace(-40, 40, 8001), 0).reshape(-1, 2) * [1, -1]
"""Steps of 0.01, so that no least output is missed; what is far apart stands side by side, as softmax wants it."""


@pytest.mark.parametrize(("name", "options", "function"), FUNCTIONS, ids=FUNCTION_IDS)
def test_outputs_have_the_bounds_that_are_told(name: str, options: dict[str, Any], function: Function) -> None:
    told = ACTIVATIONS[ACTIVATIONS[name].model_validate(options).outputs_like()].bounds
    outputs = function(WIDE)
    for end, extreme, sign in zip(told, (outputs.min(), outputs.max()), (-1, 1), strict=True):
        assert sign * extreme <= sign * end + 1e-9, "no output is beyond an end"
        if options or (name, sign) == ("elu", -1):
            continue  # an option moves the end
        assert sign * extreme > 7 if math.isinf(end) else abs(extreme - end) < 0.03, "an end is come near to"


def test_every_activation_has_an_oracle() -> None:
    assert {name for name, _, _ in FUNCTIONS} == set(ACTIVATIONS)


UNSAVED = "Keras has no layer that would save the function with this option"
NO_OPTIONS = {
    ("celu", "alpha"): UNSAVED,
    ("gelu", "approximate"): UNSAVED,
    ("hard_shrink", "threshold"): UNSAVED,
    ("soft_shrink", "threshold"): UNSAVED,
    ("squareplus", "b"): UNSAVED,
    ("softmax", "axis"): "outputs stand along the last axis",
    ("log_softmax", "axis"): "outputs stand along the last axis",
}


def test_options_of_activations_are_those_of_keras() -> None:
    import keras

    left_out = set()
    for name, component in ACTIVATIONS.items():
        _, *options = inspect.signature(getattr(keras.activations, name)).parameters.values()
        left_out |= {(name, option.name) for option in options if option.name not in component.model_fields}
        kept = [option for option in options if option.name in component.model_fields]
        assert component.__name__.lower() == name.replace("_", "")
        assert [(o.name, o.default) for o in kept] == [
            (field, info.get_default()) for field, info in component.model_fields.items()
        ]
    assert left_out == set(NO_OPTIONS)


AXES = "which axes count as inputs is the layer's own knowledge"
HOMES: dict[str, tuple[Registry[Any], dict[str, str]]] = {
    "initializers": (INITIALIZERS, {"input_axes": AXES, "output_axes": AXES}),
    "regularizers": (REGULARIZERS, {}),
    "constraints": (CONSTRAINTS, {}),
}


@pytest.mark.parametrize(("home", "name"), [(home, name) for home, (registry, _) in HOMES.items() for name in registry])
def test_options_are_those_of_keras(home: str, name: str) -> None:
    import keras

    registry, left_out = HOMES[home]
    component = registry[name]
    assert_fields_are_keras_options(component, getattr(getattr(keras, home), component.__name__), left_out)


SHAPE = (400, 300)
"""Inputs and outputs of the weight that is drawn: fan_in and fan_out."""
CUT = 0.8796256610342398
"""Standard deviation of a normal number of variance 1 that is drawn again beyond 2."""


def uniform(end: float) -> tuple[float, float, float]:
    return 0.0, end / math.sqrt(3), end


def cut_normal(variance: float) -> tuple[float, float, float]:
    return 0.0, math.sqrt(variance), 2 * math.sqrt(variance) / CUT


DRAWS: list[tuple[str, dict[str, Any], tuple[float, float, float]]] = [
    ("glorot_normal", {}, cut_normal(2 / 700)),
    ("glorot_uniform", {}, uniform(math.sqrt(6 / 700))),
    ("he_normal", {}, cut_normal(2 / 400)),
    ("he_uniform", {}, uniform(math.sqrt(6 / 400))),
    ("lecun_normal", {}, cut_normal(1 / 400)),
    ("lecun_uniform", {}, uniform(math.sqrt(3 / 400))),
    ("random_normal", {}, (0, 0.05, math.inf)),
    ("random_normal", {"mean": -2.0, "stddev": 3.0}, (-2, 3, math.inf)),
    ("random_uniform", {}, uniform(0.05)),
    ("random_uniform", {"minval": -1.0, "maxval": 5.0}, (2, 6 / math.sqrt(12), 3)),
    ("truncated_normal", {}, (0, 0.05 * CUT, 0.1)),
    ("truncated_normal", {"mean": 1.0, "stddev": 2.0}, (1, 2 * CUT, 4)),
    ("variance_scaling", {}, cut_normal(1 / 400)),
    ("variance_scaling", {"scale": 3, "mode": "fan_out"}, cut_normal(3 / 300)),
    ("variance_scaling", {"mode": "fan_avg", "distribution": "uniform"}, uniform(math.sqrt(3 / 350))),
    ("variance_scaling", {"distribution": "untruncated_normal"}, (0, 1 / 20, math.inf)),
]


@pytest.mark.parametrize(("name", "options", "expected"), DRAWS, ids=[f"{n} {o}" for n, o, _ in DRAWS])
def test_draws_have_their_mean_deviation_and_ends(
    name: str, options: dict[str, Any], expected: tuple[float, float, float]
) -> None:
    import keras

    mean, deviation, reach = expected
    drawn = np.asarray(INITIALIZERS[name].model_validate({**options, "seed": 1}).build(keras)(SHAPE), np.float64)
    farthest = np.abs(drawn - mean).max()
    assert drawn.shape == SHAPE
    assert drawn.mean() == pytest.approx(mean, abs=5 * deviation / math.sqrt(drawn.size))
    assert drawn.std() == pytest.approx(deviation, rel=0.01)
    if math.isinf(reach):
        assert farthest > 3.5 * deviation
    else:
        assert 0.99 * reach < farthest <= reach * (1 + 1e-6)


SEEDED = [name for name in INITIALIZERS if "seed" in INITIALIZERS[name].model_fields]


@pytest.mark.parametrize("name", SEEDED)
def test_a_seed_repeats_the_draw_and_null_follows_the_global_seed(name: str) -> None:
    import keras

    def draw(seed: int | None) -> Array:
        return np.asarray(INITIALIZERS[name].model_validate({"seed": seed}).build(keras)((5, 4)))

    keras.utils.set_random_seed(7)
    first, second, seeded = draw(None), draw(None), draw(3)
    keras.utils.set_random_seed(7)
    np.testing.assert_array_equal(draw(None), first)
    np.testing.assert_array_equal(draw(3), seeded)
    assert (first != second).any()
    assert (draw(4) != seeded).any()


FIXED: list[tuple[str, dict[str, Any], Array]] = [
    ("constant", {}, np.zeros((3, 2))),
    ("constant", {"value": -1.5}, np.full((3, 2), -1.5)),
    ("identity", {}, np.eye(3, 2)),
    ("identity", {"gain": 2.0}, 2 * np.eye(3, 2)),
    ("ones", {}, np.ones((3, 2))),
    ("zeros", {}, np.zeros((3, 2))),
]


@pytest.mark.parametrize(("name", "options", "expected"), FIXED, ids=[f"{n} {o}" for n, o, _ in FIXED])
def test_fixed_beginnings(name: str, options: dict[str, Any], expected: Array) -> None:
    import keras

    found = np.asarray(INITIALIZERS[name].model_validate(options).build(keras)((3, 2)))
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("gain", [1.0, 0.5])
@pytest.mark.parametrize("shape", [(6, 4), (4, 6)])
def test_orthogonal_has_its_shorter_axis_at_right_angles(shape: tuple[int, int], gain: float) -> None:
    import keras

    w = np.asarray(INITIALIZERS["orthogonal"].model_validate({"gain": gain, "seed": 1}).build(keras)(shape))
    product = w.T @ w if shape[0] > shape[1] else w @ w.T
    np.testing.assert_allclose(product, gain**2 * np.eye(4), rtol=0, atol=1e-6)


def test_every_initializer_is_tried() -> None:
    tried = {name for name, _, _ in DRAWS} | {name for name, _, _ in FIXED} | {"orthogonal"}
    assert tried == set(INITIALIZERS)


WEIGHT: Array = RNG.normal(0, 2, (3, 5))


def cosine(w: Array) -> float:
    unit = w / np.linalg.norm(w, axis=1, keepdims=True)
    return float(np.abs((unit @ unit.T)[np.triu_indices(len(w), 1)]).mean())


PENALTIES: list[tuple[str, dict[str, Any], float]] = [
    ("l1", {}, 0.01 * np.abs(WEIGHT).sum()),
    ("l1", {"l1": 2}, 2 * np.abs(WEIGHT).sum()),
    ("l2", {}, 0.01 * (WEIGHT**2).sum()),
    ("l2", {"l2": 2}, 2 * (WEIGHT**2).sum()),
    ("l1_l2", {}, 0.0),
    ("l1_l2", {"l1": 0.5, "l2": 2}, 0.5 * np.abs(WEIGHT).sum() + 2 * (WEIGHT**2).sum()),
    ("orthogonal_regularizer", {}, 0.01 * cosine(WEIGHT)),
    ("orthogonal_regularizer", {"factor": 2, "mode": "columns"}, 2 * cosine(WEIGHT.T)),
]


@pytest.mark.parametrize(("name", "options", "expected"), PENALTIES, ids=[f"{n} {o}" for n, o, _ in PENALTIES])
def test_penalties_are_their_formulas(name: str, options: dict[str, Any], expected: float) -> None:
    import keras

    penalty = REGULARIZERS[name].model_validate(options).build(keras)
    assert compiled(penalty, WEIGHT) == pytest.approx(expected, rel=1e-5)


def test_every_regularizer_has_an_oracle() -> None:
    assert {name for name, _, _ in PENALTIES} == set(REGULARIZERS)


def scaled(low: float, high: float, rate: float = 1.0, axis: int = 0) -> Array:
    norms = np.linalg.norm(WEIGHT, axis=axis, keepdims=True)
    return np.asarray(WEIGHT * ((1 - rate) + rate * np.clip(norms, low, high) / norms))


BOUNDS: list[tuple[str, dict[str, Any], Array]] = [
    ("max_norm", {}, scaled(0, 2)),
    ("max_norm", {"max_value": 1.2, "axis": 1}, scaled(0, 1.2, axis=1)),
    ("min_max_norm", {}, scaled(0, 1)),
    ("min_max_norm", {"min_value": 1.5, "max_value": 1.7, "rate": 0.25}, scaled(1.5, 1.7, 0.25)),
    ("min_max_norm", {"min_value": 2, "max_value": 2, "axis": 1}, scaled(2, 2, axis=1)),
    ("non_neg", {}, np.maximum(WEIGHT, 0)),
    ("unit_norm", {}, scaled(1, 1)),
    ("unit_norm", {"axis": 1}, scaled(1, 1, axis=1)),
]


@pytest.mark.parametrize(("name", "options", "expected"), BOUNDS, ids=[f"{n} {o}" for n, o, _ in BOUNDS])
def test_bounds_are_their_formulas(name: str, options: dict[str, Any], expected: Array) -> None:
    import keras

    constraint = CONSTRAINTS[name].model_validate(options).build(keras)
    np.testing.assert_allclose(compiled(constraint, WEIGHT), expected, rtol=1e-5, atol=1e-6)
    assert np.abs(expected - WEIGHT).max() > 0.01


def test_every_constraint_has_an_oracle() -> None:
    assert {name for name, _, _ in BOUNDS} == set(CONSTRAINTS)


REFUSED: list[tuple[Registry[Any], Any, str]] = [
    (ACTIVATIONS, {"leaky_relu": -0.1}, "greater than or equal to 0"),
    (ACTIVATIONS, {"elu": -1}, "greater than or equal to 0"),
    (ACTIVATIONS, {"relu": {"max_value": -6}}, "greater than or equal to 0"),
    (ACTIVATIONS, {"tanh": 1}, "'tanh' takes no value: write it alone"),
    (ACTIVATIONS, "rellu", "no activation is named 'rellu'; did you mean 'relu'?"),
    (
        INITIALIZERS,
        {"random_uniform": {"minval": 1, "maxval": 0}},
        "expected minval to be at most maxval, got 1.0 and 0.0",
    ),
    (INITIALIZERS, {"random_normal": {"stddev": -1}}, "greater than or equal to 0"),
    (INITIALIZERS, {"variance_scaling": 0}, "greater than 0"),
    (INITIALIZERS, {"variance_scaling": {"mode": "fan"}}, "'fan_in', 'fan_out' or 'fan_avg'"),
    (INITIALIZERS, {"he_normal": {"seed": 1.5}}, "valid integer"),
    (INITIALIZERS, {"he_normal": -1}, "greater than or equal to 0"),
    (REGULARIZERS, {"l2": -0.1}, "greater than or equal to 0"),
    (REGULARIZERS, {"l1_l2": {"l3": 1}}, "unknown key; choose from l1, l2"),
    (REGULARIZERS, {"orthogonal_regularizer": {"mode": "row"}}, "'rows' or 'columns'"),
    (CONSTRAINTS, {"max_norm": 0}, "greater than 0"),
    (CONSTRAINTS, {"min_max_norm": {"min_value": 2}}, "expected min_value to be at most max_value, got 2.0 and 1.0"),
    (CONSTRAINTS, {"min_max_norm": {"rate": 1.5}}, "less than or equal to 1"),
    (CONSTRAINTS, {"unit_norm": {"axis": -1}}, "greater than or equal to 0"),
]


@pytest.mark.parametrize(("registry", "written", "words"), REFUSED, ids=[str(written) for _, written, _ in REFUSED])
def test_senseless_options_are_refused(registry: Registry[Any], written: Any, words: str) -> None:
    with pytest.raises((ValidationError, PydanticCustomError)) as found:
        Choice(registry).bind(written)
    assert words in str(found.value)
