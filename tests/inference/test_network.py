"""LiteRT beside Keras: every layer and activation, and the same bits wherever a row stands."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from nettrain.components.layer import Layer
from nettrain.components.layout import Shape
from nettrain.components.registries import LAYERS
from nettrain.components.weights import ACTIVATIONS
from nettrain.engine.export import ExportError, to_litert
from nettrain.errors import DataError
from nettrain.inference.network import BATCH, FLOATS, Array, Network, batch_of
from tests.components.layer_variants import EVERY, TABLE

ROWS, TAKEN, VARIANTS = 21, 8, 2


def grouped() -> dict[str, tuple[Shape, list[Layer]]]:
    """Return layers that take the same rows, to be exported together: some variants of each, and all activations."""
    found: dict[str, tuple[Shape, list[Layer]]] = {}
    for name, options, shape in EVERY:
        layer, layers = LAYERS[name].model_validate(options), found.setdefault(f"{name} {shape}", (shape, []))[1]
        if len(layers) < VARIANTS or layer.beyond_litert():
            layers.append(layer)
    found["activations"] = (TABLE, [LAYERS["activation"].model_validate({"activation": name}) for name in ACTIVATIONS])
    return found


GROUPS = grouped()


def network_of(shape: Shape, layers: list[Layer]) -> Any:
    """Return Keras's layers side by side on the same rows."""
    taken = keras.Input(shape)
    given = [keras.layers.Flatten()(layer.build(keras)(taken)) for layer in layers]
    return keras.Model(taken, keras.layers.Concatenate()([*given, keras.layers.Flatten()(taken)]))


@pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask")
@pytest.mark.parametrize(("shape", "layers"), GROUPS.values(), ids=GROUPS)
def test_every_layer_agrees_with_keras_or_is_known_to_be_beyond(shape: Shape, layers: list[Layer]) -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(ROWS, *shape)).astype("float32")
    if any("embedding" in f"{layer.yaml_name()} {layer!r}".lower() for layer in layers):
        rows = rng.integers(0, 9, rows.shape).astype("float32")  # they are looked up
    network = network_of(shape, [layer for layer in layers if not layer.beyond_litert()])
    lite = Network(to_litert(tf, network, TAKEN))
    assert (lite.batch, lite.shape) == (TAKEN, shape)
    np.testing.assert_allclose(lite(Array(rows)), network(rows, training=False), rtol=1e-5, atol=1e-5)
    for layer in layers:
        if layer.beyond_litert():
            with pytest.raises(ExportError, match=r"^LiteRT has no Conv2DBackpropInput$"):
                to_litert(tf, network_of(shape, [layer]), TAKEN)


def test_what_a_wrapper_holds_may_be_beyond() -> None:
    layer = {"conv1d_transpose": {"filters": 2, "kernel_size": 3, "dilation_rate": 2}}
    assert "dilation_rate 2" in LAYERS["time_distributed"].model_validate({"layer": layer}).beyond_litert()


Dense = keras.layers.Dense
STACKS = {
    "dense": ((33,), [Dense(70, "relu"), Dense(33, "gelu"), Dense(3, "softmax")]),
    "lstm": ((6, 5), [keras.layers.LSTM(9), Dense(1, "sigmoid")]),
    "convolution": ((9, 4), [keras.layers.Conv1D(7, 3), keras.layers.BatchNormalization(), keras.layers.Flatten()]),
}


@pytest.mark.parametrize(("shape", "layers"), STACKS.values(), ids=STACKS)
def test_a_row_gives_the_same_bits_wherever_it_stands(shape: Shape, layers: list[Any]) -> None:
    """Alone, among others, in another place of the batch, on another interpreter."""
    content = to_litert(tf, keras.Sequential([keras.Input(shape), *layers]), TAKEN)
    rows = np.random.default_rng(0).normal(size=(ROWS, *shape)).astype("float32")
    whole = Network(content)(Array(rows))
    alone = Network(content, threads=2)
    np.testing.assert_array_equal(np.concatenate([alone(Array(row[None])) for row in rows]), whole)
    np.testing.assert_array_equal(alone(Array(rows[::-1]))[::-1], whole)
    np.testing.assert_array_equal(np.concatenate([alone(Array(rows[:3])), alone(Array(rows[3:]))]), whole)
    assert alone(Array(rows[:0])).shape == (0, whole.shape[1])


def test_rows_at_a_time() -> None:
    assert [batch_of(width) for width in (0, 1, 4096, 4097, FLOATS, 2 * FLOATS)] == [BATCH, BATCH, BATCH, 512, 1, 1]


@pytest.mark.parametrize("code", [-10.0, 9.0])
def test_rows_that_cannot_be_computed(code: float) -> None:
    """A code that an embedding has no vector for; rows behind them are computed as ever."""
    layers = [keras.Input((2,)), keras.layers.Embedding(9, 1), keras.layers.Flatten()]
    network = Network(to_litert(tf, keras.Sequential(layers), TAKEN))
    rows = np.array([[3, code]], np.float32)
    with pytest.raises(DataError, match=r"^LiteRT cannot compute .*: an embedding takes .* to its input_dim - 1$"):
        network(Array(rows))
    assert np.isfinite(network(Array(np.minimum(np.abs(rows), 8)))).all()
