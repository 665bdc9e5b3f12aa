"""Every layer: its documentation and options, and its shape, weights and gradient step against Keras's own layer."""

from __future__ import annotations

import ast
import inspect
import itertools
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import yaml
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.component import Component, built
from nettrain.components.layer import Layer
from nettrain.components.layers.core.output import Output
from nettrain.components.layout import Layout, Shape
from nettrain.components.registries import LAYERS
from nettrain.components.schema import Schema
from nettrain.components.task import Target, Task
from tests.components.layer_variants import EVERY, IDS, VARIANTS

ROWS = 5
FITTED = {"entity_embedding", "output"}
"""Layers that the plan replaces by another before they are asked for anything."""
BUILT = [name for name in LAYERS if name not in FITTED]

LEFT_OUT = {
    "data_format": "a row of a table has its features last",
    "name": "the plan names the layers",
    "dtype": "one for the whole network",
    "synchronized": "one device trains the network",
    "weights": "weights begin by an initializer",
    "backward_layer": "the backward copy has the options of the layer",
    "return_state": "a Sequential passes one thing on",
    "stateful": "rows are shuffled: no state outlives a batch",
    "use_cudnn": "for graphics cards",
    "lora_rank": "for adapting a trained network",
    "lora_alpha": "for adapting a trained network",
    "quantization_config": "for a trained network",
    "gptq_unpacked_column_size": "for a trained network",
    "axis of rms_normalization": "Keras scales along the last axis only, whatever is given",
    "activity_regularizer of simple_rnn": "Keras does not apply it",
}
"""Options of Keras's layers that are no fields, and why."""


@cache
def network(case: int) -> tuple[Layer, Shape, Any]:
    """Return the layer of a variant, its input shape, and Keras's layer in a network."""
    name, options, shape = EVERY[case]
    layer = LAYERS[name].model_validate(options)
    return layer, shape, keras.Sequential([keras.Input(shape), layer.build(keras)])


def frozen(value: Any) -> Any:
    """Return `value` with tuples for lists, as a config holds them."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value


def test_every_layer_has_a_variant() -> None:
    assert set(VARIANTS) == set(BUILT)
    assert all(VARIANTS.values())


@pytest.mark.parametrize("case", range(len(EVERY)), ids=IDS)
def test_shape_and_weights_are_those_of_keras(case: int) -> None:
    layer, shape, model = network(case)
    assert layer.layout(Layout(shape)).shape == model.output_shape[1:]
    assert layer.params(shape) == model.count_params()
    assert layer.untrained(shape) == sum(math.prod(weight.shape) for weight in model.non_trainable_weights)


@pytest.mark.parametrize("case", range(len(EVERY)), ids=IDS)
def test_a_gradient_step_runs_compiled_and_in_graph_mode_where_the_layer_says_so(case: int) -> None:
    layer, shape, model = network(case)
    rows, step = inputs(EVERY[case], shape), Step(model)
    if not layer.beyond_graph():
        assert finite(tf.function(step, autograph=False)(rows))
    assert finite(tf.function(step, jit_compile=True, autograph=False)(rows))


def inputs(variant: Any, shape: Shape) -> Any:
    """Return rows of random numbers, or of codes where an embedding reads them."""
    draw = np.random.default_rng(3)
    coded = "embedding" in str(variant)
    return tf.constant(draw.integers(0, 9, (ROWS, *shape)) if coded else draw.normal(size=(ROWS, *shape)), tf.float32)


def finite(results: Any) -> bool:
    """Return whether all numbers are."""
    return all(bool(np.isfinite(value).all()) for value in results)


class Step:
    """Moves the weights and the inputs by their gradients; every weight has one."""

    def __init__(self, model: Any) -> None:
        self.model = model
        size = (ROWS, *model.output_shape[1:])
        self.ramp = np.linspace(1.0, 2.0, math.prod(size), dtype=np.float32).reshape(size)

    def __call__(self, rows: Any) -> Any:
        """Return the loss, the gradients and the weights behind the step."""
        with tf.GradientTape() as tape:
            tape.watch(rows)
            outputs = self.model(rows, training=True)
            loss = tf.reduce_mean(self.ramp * outputs**2) + sum(self.model.losses, 0.0)
        weights = [weight.value for weight in self.model.trainable_weights]
        gradients = [tf.convert_to_tensor(g) for g in tape.gradient(loss, weights)]
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.assign_sub(0.01 * gradient)
        return [loss, *gradients, *weights]


@pytest.mark.parametrize("name", BUILT)
def test_options_and_defaults_are_those_of_keras(name: str) -> None:
    layer = LAYERS[name]
    theirs = inspect.signature(getattr(keras.layers, layer.__name__).__init__).parameters
    known = [option for option in theirs if option not in ("self", "args", "kwargs")]
    left_out = [option for option in known if option in LEFT_OUT or f"{option} of {name}" in LEFT_OUT]
    assert [option for option in known if option not in left_out] == list(layer.model_fields)
    required = [option for option in layer.model_fields if theirs[option].default is inspect.Parameter.empty]
    assert [option for option, field in layer.model_fields.items() if field.is_required()] == required
    own = LAYERS[name].model_validate({option: VARIANTS[name][0][0][option] for option in required})
    needed = {option: built(getattr(own, option), keras) for option in required}
    made = getattr(keras.layers, layer.__name__)(**needed)
    assert plain(own.build(keras).get_config(), layer) == plain(made.get_config(), layer)


def plain(config: dict[str, Any], layer: type[Layer]) -> dict[str, Any]:
    """Return the options in a config of Keras, without the names and places of classes."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict) and "class_name" in value:
            return (value["class_name"], bare({k: v for k, v in value["config"].items() if k != "name"}))
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items()}
        return tuple(bare(item) for item in value) if isinstance(value, (list, tuple)) else value

    return {key: bare(value) for key, value in config.items() if key in layer.model_fields}


def test_every_option_left_out_is_one_of_keras() -> None:
    theirs: set[str] = set()
    for name in BUILT:
        options = set(inspect.signature(getattr(keras.layers, LAYERS[name].__name__).__init__).parameters)
        theirs |= options | {f"{option} of {name}" for option in options}
    assert set(LEFT_OUT) <= theirs


PENALTIES = [(n, f) for n in BUILT for f in LAYERS[n].model_fields if f.endswith("regularizer")]


@pytest.mark.parametrize(("name", "option"), PENALTIES, ids=[f"{n} {f}" for n, f in PENALTIES])
def test_a_penalty_reaches_the_loss(name: str, option: str) -> None:
    options, shape = VARIANTS[name][0]
    model = keras.Sequential([keras.Input(shape), LAYERS[name].model_validate({**options, option: "l2"}).build(keras)])
    model(tf.ones((ROWS, *shape)))
    assert len(model.losses) == 1


@pytest.mark.parametrize("name", LAYERS)
def test_documentation(name: str) -> None:
    layer = LAYERS[name]
    module = inspect.getmodule(layer)
    assert module is not None
    assert module.__doc__ is not None
    assert module.__doc__.startswith(f"{name}: ")
    lines = [line.strip() for line in (inspect.getdoc(layer) or "").splitlines()]
    assert all(any(line.startswith(start) for line in lines) for start in ("Shape: ", "Source: "))
    start, _, example = lines[-1].partition(": ")
    assert start == "Example"
    assert isinstance(Choice(LAYERS).bind(frozen(yaml.safe_load(example))), layer)
    schemas = [v for v in vars(module).values() if isinstance(v, type) and v.__module__ == module.__name__]
    assert [schema for schema in schemas if issubclass(schema, Component)] == [layer]
    for schema in schemas:
        assert issubclass(schema, Schema)
        assert fields_with_text(schema) == set(schema.model_fields)


def fields_with_text(schema: type[Schema]) -> set[str]:
    """Return the fields of a class, and of those that it builds on, under which a text stands."""
    documented = set()
    for parent in schema.__mro__:
        if not parent.__module__.startswith("nettrain."):
            continue
        body = ast.parse(inspect.getsource(parent)).body[0].body  # type: ignore[attr-defined]
        for line, below in itertools.pairwise(body):
            text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and text:
                documented.add(line.target.id)
    return documented & set(schema.model_fields)


@pytest.mark.parametrize("name", [n for n in BUILT if "activity_regularizer" in LAYERS[n].model_fields])
def test_a_layer_whose_outputs_have_a_regularizer_says_so(name: str) -> None:
    options, shape = VARIANTS[name][0]
    plain, layer = (LAYERS[name].model_validate({**options, **more}) for more in ({}, {"activity_regularizer": "l2"}))
    assert layer.penalises()
    assert not plain.penalises()
    model = keras.Sequential([keras.Input(shape), layer.build(keras)])
    model(np.ones((ROWS, *shape), np.float32))
    assert len(model.losses) == 1


@pytest.mark.parametrize("name", LAYERS)
def test_unknown_options_are_refused(name: str) -> None:
    options = VARIANTS[name][0][0] if name in VARIANTS else {}
    with pytest.raises(ValidationError, match="unknown key"):
        LAYERS[name].model_validate({**options, "colour": 1})


SQUASHES: list[tuple[str, dict[str, Any], str, str]] = [
    ("dense", {"units": 1, "activation": "sigmoid"}, "relu", "sigmoid"),
    ("dense", {"units": 1}, "sigmoid", "linear"),
    ("activation", {"activation": "softmax"}, "linear", "softmax"),
    ("softmax", {}, "linear", "softmax"),
    ("softmax", {"axis": 1}, "linear", "linear"),
    ("dropout", {"rate": 0.1}, "sigmoid", "sigmoid"),
    ("rescaling", {"scale": 2.0}, "sigmoid", "linear"),
    ("batch_normalization", {}, "sigmoid", "linear"),
    ("flatten", {}, "sigmoid", "sigmoid"),
    ("flatten", {}, "softmax", "linear"),
    ("repeat_vector", {"n": 2}, "softmax", "softmax"),
    ("zero_padding1d", {}, "softmax", "linear"),
    ("global_average_pooling1d", {}, "softmax", "softmax"),
    ("global_max_pooling1d", {}, "softmax", "linear"),
    ("global_max_pooling1d", {}, "sigmoid", "sigmoid"),
    ("conv1d", {"filters": 1, "kernel_size": 1, "activation": "sigmoid"}, "linear", "sigmoid"),
    ("lstm", {"units": 1}, "linear", "tanh"),
    ("lstm", {"units": 1, "activation": "softmax"}, "linear", "linear"),
    ("simple_rnn", {"units": 1, "activation": "softmax"}, "linear", "softmax"),
    ("conv_lstm1d", {"filters": 1, "kernel_size": 1, "activation": "softmax"}, "linear", "linear"),
    ("bidirectional", {"layer": {"gru": {"units": 1, "activation": "sigmoid"}}}, "linear", "sigmoid"),
    ("bidirectional", {"layer": {"gru": {"units": 1, "activation": "sigmoid"}}, "merge_mode": "sum"}, "x", "linear"),
    ("bidirectional", {"layer": {"simple_rnn": {"units": 2, "activation": "softmax"}}}, "linear", "linear"),
    (
        "bidirectional",
        {"layer": {"simple_rnn": {"units": 2, "activation": "softmax"}}, "merge_mode": "ave"},
        "x",
        "softmax",
    ),
    ("time_distributed", {"layer": "flatten"}, "sigmoid", "sigmoid"),
    ("spectral_normalization", {"layer": {"dense": {"units": 1, "activation": "tanh"}}}, "linear", "tanh"),
]


@pytest.mark.parametrize(
    ("name", "options", "before", "after"), SQUASHES, ids=[f"{n} {o} behind {b}" for n, o, b, _ in SQUASHES]
)
def test_the_activation_that_outputs_carry(name: str, options: dict[str, Any], before: str, after: str) -> None:
    assert LAYERS[name].model_validate(options).output_activation(before) == after


TARGETS = [
    (Target(Task.BINARY, ("t",), ("no", "yes")), 1, "sigmoid"),
    (Target(Task.MULTICLASS, ("t",), ("a", "b", "c")), 3, "softmax"),
    (Target(Task.REGRESSION, ("t", "u")), 2, "linear"),
]


@pytest.mark.parametrize(("target", "units", "activation"), TARGETS, ids=[target.task for target, *_ in TARGETS])
def test_the_output_layer_fits_the_target(target: Target, units: int, activation: str) -> None:
    given = Output.model_validate({"use_bias": False, "kernel_regularizer": {"l2": 0.25}, "bias_constraint": "non_neg"})
    fitted = given.fitted(target)
    wanted = {"units": units, "activation": activation, **given.model_dump()}
    assert fitted == LAYERS["dense"].model_validate(wanted)


@pytest.mark.parametrize("ask", [Output.shape, Output.params])
def test_an_output_layer_answers_nothing_before_it_is_fitted(ask: Callable[[Output, Shape], Any]) -> None:
    with pytest.raises(AssertionError, match="is fitted to the target before it is asked"):
        ask(Output(), (3,))
