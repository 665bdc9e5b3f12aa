"""What layers refuse: options that make no sense, and shapes that they cannot take."""

from __future__ import annotations

from typing import Any

import keras
import pytest
import tensorflow as tf
from pydantic import ValidationError

from nettrain.components.layout import MisfitError, Shape
from nettrain.components.registries import LAYERS
from tests.components.layer_variants import GRID, SEQUENCE, TABLE

ONE_MASK = "expected null or 1 for the rows, then null, 1 or the size of each axis"
FLAT = "takes rows of shape (steps, features), but rows of shape (12) reach it"
SHORT = "the window is 8 steps long, but its input has 7; shorten it, or set padding: same"

MISFITS: list[tuple[str, dict[str, Any], Shape, str, str]] = [
    (
        "alpha_dropout",
        {"rate": 0.5, "noise_shape": (None, 1)},
        SEQUENCE,
        f"a mask of [null, 1] does not spread over rows of shape (7, 4): {ONE_MASK}",
        "noise_shape",
    ),
    ("average_pooling1d", {"pool_size": 8}, SEQUENCE, SHORT, "pool_size"),
    ("batch_normalization", {"axis": 2}, TABLE, "rows of shape (12) have no axis 2", "axis"),
    (
        "conv1d",
        {"filters": 4, "kernel_size": 3, "groups": 3},
        SEQUENCE,
        "4 features and 4 filters cannot both be divided into 3 groups",
        "groups",
    ),
    ("conv1d", {"filters": 4, "kernel_size": 8}, SEQUENCE, SHORT, "kernel_size"),
    (
        "conv1d",
        {"filters": 4, "kernel_size": 5, "dilation_rate": 2},
        SEQUENCE,
        "the window is 9 steps long, but its input has 7; shorten it, or set padding: same",
        "kernel_size",
    ),
    (
        "conv1d",
        {"filters": 4, "kernel_size": 3},
        GRID,
        "takes rows of shape (steps, features), but rows of shape (3, 6, 2) reach it",
        "",
    ),
    (
        "conv_lstm1d",
        {"filters": 2, "kernel_size": 3},
        SEQUENCE,
        "takes rows of shape (times, steps, features), but rows of shape (7, 4) reach it",
        "",
    ),
    ("cropping1d", {"cropping": (4, 3)}, SEQUENCE, "takes 7 steps off, but only 7 reach it", "cropping"),
    ("depthwise_conv1d", {"kernel_size": 8}, SEQUENCE, SHORT, "kernel_size"),
    (
        "dropout",
        {"rate": 0.5, "noise_shape": (None, 3, None)},
        SEQUENCE,
        f"a mask of [null, 3, null] does not spread over rows of shape (7, 4): {ONE_MASK}",
        "noise_shape",
    ),
    (
        "einsum_dense",
        {"equation": "ab,bc->ac", "output_shape": (5,)},
        SEQUENCE,
        "x has the axes 'b' behind the rows, but rows of shape (7, 4) reach it",
        "equation",
    ),
    (
        "einsum_dense",
        {"equation": "abc,cd->abd", "output_shape": (6, 5)},
        SEQUENCE,
        "the axis 'b' is 7 in x, but 6 here",
        "output_shape",
    ),
    ("group_normalization", {}, TABLE, "12 features cannot be divided into 32 groups", "groups"),
    ("group_normalization", {"groups": 2, "axis": 1}, SEQUENCE, "7 features cannot be divided into 2 groups", "groups"),
    ("layer_normalization", {"axis": 3}, SEQUENCE, "rows of shape (7, 4) have no axis 3", "axis"),
    ("max_pooling1d", {"pool_size": 8}, SEQUENCE, SHORT, "pool_size"),
    ("permute", {"dims": (2, 1)}, TABLE, "orders 2 axes, but rows of shape (12) reach it", "dims"),
    ("prelu", {"shared_axes": (2,)}, TABLE, "rows of shape (12) have no axis 2", "shared_axes"),
    (
        "repeat_vector",
        {"n": 2},
        SEQUENCE,
        "takes rows of shape (features), but rows of shape (7, 4) reach it",
        "",
    ),
    (
        "reshape",
        {"target_shape": (3, 3)},
        TABLE,
        "[3, 3] takes 9 numbers a row, but 12 reach it",
        "target_shape",
    ),
    (
        "reshape",
        {"target_shape": (-1, 5)},
        TABLE,
        "[-1, 5] takes a multiple of 5 numbers a row, but 12 reach it",
        "target_shape",
    ),
    ("separable_conv1d", {"filters": 2, "kernel_size": 8}, SEQUENCE, SHORT, "kernel_size"),
    ("softmax", {"axis": 2}, TABLE, "rows of shape (12) have no axis 2", "axis"),
    (
        "time_distributed",
        {"layer": {"dense": 2}},
        TABLE,
        "takes rows of shape (steps, ...), but rows of shape (12) reach it",
        "",
    ),
    (
        "time_distributed",
        {"layer": {"reshape": (3,)}},
        SEQUENCE,
        "[3] takes 3 numbers a row, but 4 reach it",
        "target_shape",
    ),
    ("unit_normalization", {"axis": -3}, TABLE, "rows of shape (12) have no axis -3", "axis"),
    *(
        (name, options, TABLE, FLAT, "")
        for name, options in (
            ("adaptive_average_pooling1d", {"output_size": 2}),
            ("adaptive_max_pooling1d", {"output_size": 2}),
            ("average_pooling1d", {"pool_size": 2}),
            ("bidirectional", {"layer": {"gru": 2}}),
            ("conv1d", {"filters": 2, "kernel_size": 2}),
            ("conv1d_transpose", {"filters": 2, "kernel_size": 2}),
            ("cropping1d", {}),
            ("depthwise_conv1d", {"kernel_size": 2}),
            ("global_average_pooling1d", {}),
            ("global_max_pooling1d", {}),
            ("gru", {"units": 2}),
            ("lstm", {"units": 2}),
            ("max_pooling1d", {}),
            ("separable_conv1d", {"filters": 2, "kernel_size": 2}),
            ("simple_rnn", {"units": 2}),
            ("spatial_dropout1d", {"rate": 0.5}),
            ("up_sampling1d", {}),
            ("zero_padding1d", {}),
        )
    ),
]
OURS: list[tuple[str, dict[str, Any], Shape, str, str]] = [
    ("batch_normalization", {"axis": 0}, TABLE, "rows of shape (12) have no axis 0", "axis"),
    ("softmax", {"axis": -2}, TABLE, "rows of shape (12) have no axis -2", "axis"),
    ("masking", {}, TABLE, FLAT, ""),
    ("adaptive_average_pooling1d", {"output_size": 8}, SEQUENCE, "makes 8 steps, but only 7 reach it", "output_size"),
    ("adaptive_max_pooling1d", {"output_size": 8}, SEQUENCE, "makes 8 steps, but only 7 reach it", "output_size"),
]
"""What Keras takes all the same: an axis of rows, marks on a table, more windows than steps."""


@pytest.mark.parametrize(
    ("name", "options", "inputs", "message", "option"),
    MISFITS + OURS,
    ids=[f"{n} {o} {i}" for n, o, i, *_ in MISFITS + OURS],
)
def test_a_shape_that_does_not_fit(
    name: str, options: dict[str, Any], inputs: Shape, message: str, option: str
) -> None:
    with pytest.raises(MisfitError) as found:
        LAYERS[name].model_validate(options).shape(inputs)
    assert (str(found.value), found.value.option) == (message, option)


@pytest.mark.parametrize(
    ("name", "options", "inputs"), [case[:3] for case in MISFITS], ids=[f"{n} {o} {i}" for n, o, i, *_ in MISFITS]
)
def test_keras_does_not_take_it_either(name: str, options: dict[str, Any], inputs: Shape) -> None:
    layer = LAYERS[name].model_validate(options)
    with pytest.raises((ValueError, TypeError, IndexError, tf.errors.InvalidArgumentError)):
        keras.Sequential([keras.Input(inputs), layer.build(keras)])(tf.ones((2, *inputs)), training=True)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("activation", {"activation": "flying"}, "no activation is named 'flying'"),
    ("adaptive_average_pooling1d", {"output_size": 1}, "greater than or equal to 2"),
    ("adaptive_max_pooling1d", {"output_size": 1}, "greater than or equal to 2"),
    ("batch_normalization", {"momentum": 1.5}, "less than or equal to 1"),
    ("batch_normalization", {"renorm_clipping": {"dmax": 1.0}}, "renorm_clipping needs renorm: true"),
    (
        "batch_normalization",
        {"renorm": True, "renorm_clipping": {"rmin": 2.0, "rmax": 1.0}},
        "expected rmin below rmax, got 2.0 and 1.0",
    ),
    ("bidirectional", {"layer": {"dense": 2}}, "expected lstm, gru or simple_rnn as layer, got dense"),
    ("bidirectional", {"layer": {"lstm": {"units": 2, "go_backwards": True}}}, "expected a layer that reads forwards"),
    ("bidirectional", {"layer": {"lstm": 2}, "merge_mode": None}, "merge_mode"),
    (
        "conv1d",
        {"filters": 2, "kernel_size": 2, "strides": 2, "dilation_rate": 3},
        "expected strides or dilation_rate above 1, not both; got 2 and 3",
    ),
    ("conv1d", {"filters": 2, "kernel_size": 2, "padding": "full"}, "padding"),
    (
        "conv1d_transpose",
        {"filters": 2, "kernel_size": 2, "strides": 2, "output_padding": 2},
        "expected output_padding below strides, got 2 and 2",
    ),
    (
        "conv1d_transpose",
        {"filters": 2, "kernel_size": 2, "strides": 2, "output_padding": 0, "padding": "same"},
        "expected output_padding above 0 or none, for a window of an even length and padding: same",
    ),
    *(
        (name, {**options, "strides": 2, "dilation_rate": 2}, "not both; got 2 and 2")
        for name, options in (
            ("conv1d_transpose", {"filters": 2, "kernel_size": 2}),
            ("conv_lstm1d", {"filters": 2, "kernel_size": 2}),
            ("depthwise_conv1d", {"kernel_size": 2}),
            ("separable_conv1d", {"filters": 2, "kernel_size": 2}),
        )
    ),
    ("depthwise_conv1d", {"kernel_size": 2, "padding": "causal"}, "padding"),
    ("dense", {"units": 0}, "greater than 0"),
    ("dense", {"units": "ten"}, "valid integer"),
    ("dropout", {"rate": 1.0}, "less than 1"),
    ("dropout", {"rate": 0.1, "noise_shape": (None, 0)}, "greater than 0"),
    ("einsum_dense", {"equation": "...a,ab->...b", "output_shape": (2,)}, "equation"),
    (
        "einsum_dense",
        {"equation": "ab,bc->ca", "output_shape": (2,)},
        "expected x and y to begin with the axis of rows, which W lacks; got 'ab,bc->ca'",
    ),
    (
        "einsum_dense",
        {"equation": "ab,bc->ad", "output_shape": (2,)},
        "the letter 'd' of y stands neither in x nor in W",
    ),
    (
        "einsum_dense",
        {"equation": "ab,bcd->ac", "output_shape": (2,)},
        "the letter 'd' of W stands neither in x nor in y",
    ),
    (
        "einsum_dense",
        {"equation": "abb,bc->ac", "output_shape": (2,)},
        "expected every letter once in x, in W and in y",
    ),
    ("einsum_dense", {"equation": "ab,bc->ac", "output_shape": (2, 3)}, "output_shape has 2 axes, expected 1 as y has"),
    (
        "einsum_dense",
        {"equation": "ab,bc->ac", "output_shape": (2,), "bias_axes": "b"},
        "expected bias_axes among the letters 'c' of y, got 'b'",
    ),
    ("elu", {"alpha": -1.0}, "greater than or equal to 0"),
    ("group_normalization", {"groups": 0}, "expected groups of at least 1, or -1 for one a feature; got 0"),
    ("permute", {"dims": (1, 1)}, "expected each of 1 to 2 once, got [1, 1]"),
    ("reshape", {"target_shape": (-1, -1)}, "one of them -1 at most; got [-1, -1]"),
    ("reshape", {"target_shape": (0,)}, "expected axes of at least 1"),
    (
        "spectral_normalization",
        {"layer": {"lstm": 2}},
        "expected dense, conv1d or embedding as layer, got lstm",
    ),
    (
        "time_distributed",
        {"layer": "output"},
        "expected a layer that works on a step by itself, got output: it is the last layer",
    ),
    ("time_distributed", {"layer": "masking"}, "got masking: Keras does not pass its marks on here"),
    ("time_distributed", {"layer": "activity_regularization"}, "Keras does not apply its penalty here"),
    (
        "time_distributed",
        {"layer": {"dense": {"units": 2, "activity_regularizer": "l2"}}},
        "expected dense without activity_regularizer: Keras does not apply it here",
    ),
]


@pytest.mark.parametrize(("name", "options", "message"), REFUSED, ids=[f"{n} {o}" for n, o, _ in REFUSED])
def test_senseless_options_are_refused(name: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as found:
        LAYERS[name].model_validate(options)
    assert message in str(found.value)
