"""Every loss: its options, what it asks of labels and outputs, and its value against the formula in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.layers.core.output import Output
from nettrain.components.registries import LOSSES
from nettrain.components.task import Form, Link, Target, Task
from tests.components.keras_defaults import assert_fields_are_keras_options

Array = NDArray[np.float64]

TWO = Target(Task.BINARY, ("t",), ("no", "yes"))
FOUR = Target(Task.MULTICLASS, ("t",), ("a", "b", "c", "d"))
NUMBER = Target(Task.REGRESSION, ("y",))
NUMBERS = Target(Task.REGRESSION, ("x", "y", "z"))
TARGETS = (TWO, FOUR, NUMBER, NUMBERS)
ROWS = 64


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softmax(x: Array) -> Array:
    return np.asarray(np.exp(x) / np.exp(x).sum(1, keepdims=True))


def bce(y: Array, p: Array) -> Array:
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))[:, 0]


def focal(y: Array, p: Array, gamma: float = 2.0, alpha: float | None = None) -> Array:
    right = np.where(y == 1, p, 1 - p)
    weight = 1.0 if alpha is None else np.where(y == 1, alpha, 1 - alpha)
    return (-weight * (1 - right) ** gamma * np.log(right))[:, 0]


def cce(y: Array, p: Array) -> Array:
    return np.asarray(-(y * np.log(p)).sum(1))


def kl(y: Array, p: Array) -> Array:
    y = np.clip(y, 1e-7, 1)  # Keras's guard against log(0)
    return np.asarray((y * np.log(y / p)).sum(1))


def of_true(y: Array, p: Array) -> Array:
    return np.asarray(p[np.arange(ROWS), y.astype(int)])


def huber(y: Array, f: Array, delta: float) -> Array:
    e = np.abs(y - f)
    return np.asarray(np.where(e <= delta, e**2 / 2, delta * (e - delta / 2)).mean(1))


def margin(y: Array, s: Array) -> Array:
    return np.maximum(1 - np.where(y == 1, 1, -1) * s, 0)


def crammer_singer(y: Array, s: Array) -> Array:
    wrong = np.where(y == 1, 0, s).max(1)  # Keras counts the right label's place as a wrong score of 0
    return np.asarray(np.maximum(1 + wrong - s[y == 1], 0))


def unit(x: Array) -> Array:
    return np.asarray(x / np.linalg.norm(x, axis=1, keepdims=True))


Oracle = Callable[[Array, Array], Array]
ORACLES: list[tuple[str, dict[str, Any], Oracle]] = [
    ("binary_crossentropy", {}, bce),
    ("binary_crossentropy", {"from_logits": True}, lambda y, s: bce(y, sigmoid(s))),
    ("binary_crossentropy", {"label_smoothing": 0.2}, lambda y, p: bce(np.where(y == 1, 0.9, 0.1), p)),
    ("binary_focal_crossentropy", {}, focal),
    ("binary_focal_crossentropy", {"gamma": 0}, bce),
    ("binary_focal_crossentropy", {"gamma": 1.5, "from_logits": True}, lambda y, s: focal(y, sigmoid(s), 1.5)),
    ("binary_focal_crossentropy", {"apply_class_balancing": True, "alpha": 0.3}, lambda y, p: focal(y, p, 2, 0.3)),
    (
        "binary_focal_crossentropy",
        {"label_smoothing": 0.2, "gamma": 1.0},
        lambda y, p: (1 - np.where(y == 1, 0.1 + 0.8 * p, 0.9 - 0.8 * p)[:, 0]) * bce(np.where(y == 1, 0.9, 0.1), p),
    ),
    ("categorical_crossentropy", {}, cce),
    ("categorical_crossentropy", {"from_logits": True}, lambda y, s: cce(y, softmax(s))),
    ("categorical_crossentropy", {"label_smoothing": 0.1}, lambda y, p: cce(0.9 * y + 0.1 / y.shape[1], p)),
    ("categorical_focal_crossentropy", {}, lambda y, p: 0.25 * (1 - p[y == 1]) ** 2 * cce(y, p)),
    (
        "categorical_focal_crossentropy",
        {"alpha": 1.0, "gamma": 0.5, "from_logits": True},
        lambda y, s: (1 - softmax(s)[y == 1]) ** 0.5 * cce(y, softmax(s)),
    ),
    (
        "categorical_focal_crossentropy",
        {"label_smoothing": 0.1},
        lambda y, p: -(0.25 * (1 - p) ** 2 * (0.9 * y + 0.1 / y.shape[1]) * np.log(p)).sum(1),
    ),
    ("categorical_generalized_cross_entropy", {}, lambda y, p: (1 - of_true(y, p) ** 0.5) / 0.5),
    ("categorical_generalized_cross_entropy", {"q": 0.7}, lambda y, p: (1 - of_true(y, p) ** 0.7) / 0.7),
    ("sparse_categorical_crossentropy", {}, lambda y, p: -np.log(of_true(y, p))),
    ("sparse_categorical_crossentropy", {"from_logits": True}, lambda y, s: -np.log(of_true(y, softmax(s)))),
    ("kl_divergence", {}, kl),
    ("mean_squared_error", {}, lambda y, f: ((y - f) ** 2).mean(1)),
    ("mean_absolute_error", {}, lambda y, f: np.abs(y - f).mean(1)),
    ("mean_absolute_percentage_error", {}, lambda y, f: 100 * (np.abs(y - f) / np.abs(y)).mean(1)),
    ("mean_squared_logarithmic_error", {}, lambda y, f: (np.log((1 + y) / (1 + f)) ** 2).mean(1)),
    ("huber", {}, lambda y, f: huber(y, f, 1.0)),
    ("huber", {"delta": 0.3}, lambda y, f: huber(y, f, 0.3)),
    ("log_cosh", {}, lambda y, f: np.log(np.cosh(f - y)).mean(1)),
    ("poisson", {}, lambda y, f: (f - y * np.log(f)).mean(1)),
    ("cosine_similarity", {}, lambda y, f: -(unit(y) * unit(f)).sum(1)),
    ("hinge", {}, lambda y, s: margin(y, s)[:, 0]),
    ("squared_hinge", {}, lambda y, s: margin(y, s)[:, 0] ** 2),
    ("categorical_hinge", {}, crammer_singer),
]


def labels_of(target: Target, form: Form, own_unit: bool, rng: np.random.Generator) -> NDArray[Any]:
    if target.task is Task.REGRESSION:
        numbers = rng.poisson(4.0, (ROWS, target.width)) + 1 if own_unit else rng.normal(0, 2, (ROWS, target.width))
        return numbers.astype(np.float32)
    codes = rng.integers(0, target.width, ROWS)
    if form is Form.CODE:
        return codes.astype(np.int32)
    return (codes[:, None] if form is Form.COLUMN else np.eye(target.width)[codes]).astype(np.float32)


def outputs_of(width: int, link: Link, own_unit: bool, rng: np.random.Generator) -> NDArray[np.float32]:
    free = rng.normal(0, 2, (ROWS, width))
    if link is Link.PROBABILITY:
        free = sigmoid(free) if width == 1 else softmax(free)
    elif own_unit:
        free = np.abs(free) + 0.1
    return free.astype(np.float32)


@pytest.mark.parametrize(("name", "options", "oracle"), ORACLES, ids=[f"{n} {o}" for n, o, _ in ORACLES])
def test_value_is_the_formula_one_value_a_row_compiled(name: str, options: dict[str, Any], oracle: Oracle) -> None:
    import keras
    import tensorflow as tf

    loss = LOSSES[name].model_validate(options)
    compiled = tf.function(loss.build(keras), jit_compile=True)
    rng = np.random.default_rng(0)
    tasks = set()
    for target in TARGETS:
        if target.task not in loss.tasks:
            continue
        for width in loss.outputs(target):
            if name == "cosine_similarity" and target.width == 1:
                continue
            labels = labels_of(target, loss.form(target, width), loss.own_unit, rng)
            outputs = outputs_of(width, loss.link(target), loss.own_unit, rng)
            value = compiled(tf.constant(labels), tf.constant(outputs)).numpy()
            expected = oracle(labels.astype(np.float64), outputs.astype(np.float64))
            assert value.shape == (ROWS,)
            np.testing.assert_allclose(value, expected, rtol=1e-5, atol=2e-6)
            tasks.add(target.task)
    assert tasks == loss.tasks


def test_every_loss_has_an_oracle() -> None:
    assert {name for name, _, _ in ORACLES} == set(LOSSES)


LEFT_OUT = {
    "reduction": "always none: the engine weighs the rows",
    "axis": "rows have one axis of outputs",
    "name": "the YAML name",
    "dtype": "float32",
}


@pytest.mark.parametrize("name", LOSSES)
def test_options_are_those_of_keras(name: str) -> None:
    import keras

    left_out = dict(LEFT_OUT)
    if name == "sparse_categorical_crossentropy":
        left_out["ignore_class"] = "a label that is not to be learned has no rows in the file"
    component = LOSSES[name]
    assert_fields_are_keras_options(component, getattr(keras.losses, component.__name__), left_out)


B, M, R = Task.BINARY, Task.MULTICLASS, Task.REGRESSION
Asked = dict[Task, tuple[Form, tuple[int, ...], Link]]
SHARES: Asked = {B: (Form.ONE_HOT, (2,), Link.PROBABILITY), M: (Form.ONE_HOT, (4,), Link.PROBABILITY)}
CODES: Asked = {B: (Form.CODE, (2,), Link.PROBABILITY), M: (Form.CODE, (4,), Link.PROBABILITY)}
VALUES: Asked = {R: (Form.COLUMN, (3,), Link.VALUE)}
ERRORS: Asked = {
    B: (Form.COLUMN, (1, 2), Link.PROBABILITY),
    M: (Form.ONE_HOT, (4,), Link.PROBABILITY),
    R: (Form.COLUMN, (3,), Link.VALUE),
}
ASKED: dict[str, Asked] = {
    "binary_crossentropy": {B: (Form.COLUMN, (1,), Link.PROBABILITY)},
    "binary_focal_crossentropy": {B: (Form.COLUMN, (1,), Link.PROBABILITY)},
    "categorical_crossentropy": SHARES,
    "categorical_focal_crossentropy": SHARES,
    "categorical_generalized_cross_entropy": CODES,
    "sparse_categorical_crossentropy": CODES,
    "kl_divergence": SHARES,
    "mean_squared_error": ERRORS,
    "mean_absolute_error": ERRORS,
    "mean_absolute_percentage_error": VALUES,
    "mean_squared_logarithmic_error": VALUES,
    "huber": VALUES,
    "log_cosh": VALUES,
    "poisson": VALUES,
    "cosine_similarity": VALUES,
    "hinge": {B: (Form.COLUMN, (1,), Link.MARGIN)},
    "squared_hinge": {B: (Form.COLUMN, (1,), Link.MARGIN)},
    "categorical_hinge": {
        B: (Form.ONE_HOT, (2,), Link.MARGIN),
        M: (Form.ONE_HOT, (4,), Link.MARGIN),
    },
}


@pytest.mark.parametrize("name", LOSSES)
def test_what_a_loss_asks_of_labels_and_outputs(name: str) -> None:
    loss = LOSSES[name].model_validate({})
    asked = {
        target.task: (loss.form(target, loss.outputs(target)[0]), loss.outputs(target), loss.link(target))
        for target in (TWO, FOUR, NUMBERS)
        if target.task in loss.tasks
    }
    assert asked == ASKED[name]


def test_two_outputs_for_two_labels_take_one_hot_labels() -> None:
    for name in ("mean_squared_error", "mean_absolute_error"):
        assert LOSSES[name].model_validate({}).form(TWO, 2) is Form.ONE_HOT


def test_logits_are_taken_where_they_are_asked_for() -> None:
    with_logits = [name for name in LOSSES if "from_logits" in LOSSES[name].model_fields]
    assert len(with_logits) == 5
    for name in with_logits:
        assert LOSSES[name].model_validate({"from_logits": True}).link(TWO) is Link.LOGIT


def test_losses_that_need_the_target_in_its_own_unit() -> None:
    own = {"mean_absolute_percentage_error", "mean_squared_logarithmic_error", "poisson"}
    assert {name for name in LOSSES if LOSSES[name].own_unit} == own


NEEDS = "needs probabilities, but the last layer ends with"
FREE = "takes free numbers, but the last layer ends with"
OBJECTIONS: list[tuple[Any, Target, int, str, str | None]] = [
    ("binary_crossentropy", TWO, 1, "sigmoid", None),
    (
        "binary_crossentropy",
        TWO,
        1,
        "linear",
        f"{NEEDS} linear; end it with sigmoid, or set from_logits: true",
    ),
    ("binary_crossentropy", TWO, 1, "softmax", f"{NEEDS} softmax; end it with sigmoid"),
    ({"binary_crossentropy": {"from_logits": True}}, TWO, 1, "linear", None),
    ({"binary_crossentropy": True}, TWO, 1, "sigmoid", f"{FREE} sigmoid; end it with linear"),
    ("categorical_crossentropy", FOUR, 4, "softmax", None),
    ("categorical_crossentropy", TWO, 2, "softmax", None),
    ("categorical_crossentropy", FOUR, 4, "sigmoid", f"{NEEDS} sigmoid; end it with softmax"),
    ("categorical_crossentropy", FOUR, 4, "linear", f"{NEEDS} linear; end it with softmax, or set from_logits: true"),
    ({"sparse_categorical_crossentropy": True}, FOUR, 4, "softmax", f"{FREE} softmax; end it with linear"),
    ("kl_divergence", FOUR, 4, "relu", f"{NEEDS} relu; end it with softmax"),
    ("mean_squared_error", TWO, 1, "linear", f"{NEEDS} linear; end it with sigmoid"),
    ("mean_squared_error", TWO, 1, "sigmoid", None),
    ("mean_squared_error", TWO, 2, "sigmoid", f"{NEEDS} sigmoid; end it with softmax"),
    ("mean_squared_error", NUMBER, 1, "linear", None),
    ("hinge", TWO, 1, "linear", None),
    ("hinge", TWO, 1, "tanh", None),
    ("hinge", TWO, 1, "sigmoid", f"{FREE} sigmoid; end it with linear"),
    ("categorical_hinge", FOUR, 4, "softmax", f"{FREE} softmax; end it with linear"),
    ("poisson", NUMBER, 1, "exponential", None),
    ("poisson", NUMBER, 1, "softplus", None),
    (
        "poisson",
        NUMBER,
        1,
        "linear",
        "needs outputs above 0, but the last layer ends with linear; end it with exponential or softplus",
    ),
    ("cosine_similarity", NUMBERS, 3, "linear", None),
    (
        "cosine_similarity",
        NUMBER,
        1,
        "linear",
        "compares the direction of several numbers, but the target has one",
    ),
]


@pytest.mark.parametrize(("written", "target", "outputs", "output_activation", "message"), OBJECTIONS)
def test_objection(written: Any, target: Target, outputs: int, output_activation: str, message: str | None) -> None:
    assert Choice(LOSSES).bind(written).objection(target, outputs, output_activation) == message


ENDINGS = [
    ("binary_crossentropy", TWO, 1, "sigmoid"),
    ({"binary_crossentropy": True}, TWO, 1, "linear"),
    ("hinge", TWO, 1, "linear"),
    ("squared_hinge", TWO, 1, "linear"),
    ("mean_squared_error", TWO, 1, "sigmoid"),
    ("categorical_crossentropy", TWO, 2, "softmax"),
    ("categorical_hinge", TWO, 2, "linear"),
    ("categorical_hinge", FOUR, 4, "linear"),
    ("sparse_categorical_crossentropy", FOUR, 4, "softmax"),
    ({"sparse_categorical_crossentropy": True}, FOUR, 4, "linear"),
    ("mean_squared_error", FOUR, 4, "softmax"),
    ("mean_squared_error", NUMBERS, 3, "linear"),
    ("poisson", NUMBER, 1, "exponential"),
    ("cosine_similarity", NUMBERS, 3, "linear"),
]


@pytest.mark.parametrize(("written", "target", "outputs", "activation"), ENDINGS)
def test_an_output_layer_fits_the_loss(written: Any, target: Target, outputs: int, activation: str) -> None:
    loss = Choice(LOSSES).bind(written)
    assert loss.ending(target) == (outputs, activation)
    fitted = Output(use_bias=False).fitted(target, loss)
    assert (fitted.units, fitted.activation.yaml_name(), fitted.use_bias) == (outputs, activation, False)


def test_an_output_layer_fits_every_loss() -> None:
    for name in LOSSES:
        loss = LOSSES[name].model_validate({})
        for target in (TWO, FOUR, NUMBERS):
            if target.task in loss.tasks:
                outputs, activation = loss.ending(target)
                assert outputs in loss.outputs(target)
                assert loss.objection(target, outputs, activation) is None, name


def test_an_output_layer_fits_the_target_where_the_loss_is_for_others() -> None:
    fitted = Output().fitted(NUMBERS, LOSSES["hinge"].model_validate({}))
    assert (fitted.units, fitted.activation.yaml_name()) == (3, "linear")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("huber", {"delta": 0}),
        ("huber", {"delta": "1"}),
        ("binary_crossentropy", {"label_smoothing": 1.1}),
        ("binary_crossentropy", {"label_smoothing": 1.0}),
        ("binary_focal_crossentropy", {"label_smoothing": 1.0}),
        ("categorical_crossentropy", {"label_smoothing": 1.0}),
        ("categorical_focal_crossentropy", {"label_smoothing": 1.0}),
        ("binary_crossentropy", {"from_logits": 1}),
        ("binary_crossentropy", {"reduction": "sum"}),
        ("binary_focal_crossentropy", {"alpha": 1.5}),
        ("categorical_focal_crossentropy", {"gamma": -1.0}),
        ("categorical_generalized_cross_entropy", {"q": 1.0}),
        ("categorical_generalized_cross_entropy", {"q": 0.0}),
    ],
)
def test_senseless_options_are_refused(name: str, options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as found:
        LOSSES[name].model_validate(options)
    assert [error["loc"] for error in found.value.errors()] == [tuple(options)]


def test_a_weight_of_labels_that_does_nothing_is_refused() -> None:
    loss = LOSSES["binary_focal_crossentropy"]
    with pytest.raises(ValidationError, match=r"alpha: 0\.9 does nothing without apply_class_balancing: true"):
        loss.model_validate({"alpha": 0.9})
    loss.model_validate({"alpha": 0.9, "apply_class_balancing": True})
