"""Option sets and input shapes under which each layer is compared with Keras."""

from __future__ import annotations

from typing import Any

from nettrain.components.layout import Shape

TABLE, SEQUENCE, GRID = (12,), (7, 4), (3, 6, 2)

GATED: list[tuple[dict[str, Any], Shape]] = [
    ({"units": 3}, SEQUENCE),
    ({"units": 3, "return_sequences": True, "go_backwards": True}, SEQUENCE),
    ({"units": 2, "use_bias": False, "dropout": 0.3, "recurrent_dropout": 0.3, "seed": 1}, SEQUENCE),
    ({"units": 2, "unroll": True, "activation": "linear", "recurrent_constraint": "non_neg"}, SEQUENCE),
]
NORMALIZED: list[tuple[dict[str, Any], Shape]] = [
    ({}, TABLE),
    ({}, SEQUENCE),
    ({"axis": 1}, SEQUENCE),
    ({"axis": -2}, GRID),
]
CENTERED = [
    *NORMALIZED,
    ({"center": False}, TABLE),
    ({"scale": False, "epsilon": 0.1}, SEQUENCE),
    ({"center": False, "scale": False}, GRID),
]
WINDOWS: list[tuple[dict[str, Any], Shape]] = [
    ({"kernel_size": 3}, SEQUENCE),
    ({"kernel_size": 7, "use_bias": False}, SEQUENCE),
    ({"kernel_size": 2, "strides": 3}, SEQUENCE),
    ({"kernel_size": 3, "strides": 2, "padding": "same"}, SEQUENCE),
    ({"kernel_size": 3, "dilation_rate": 2, "activation": "tanh"}, SEQUENCE),
    ({"kernel_size": 3, "dilation_rate": 3, "padding": "same"}, SEQUENCE),
]
POOLS: list[tuple[dict[str, Any], Shape]] = [
    ({"pool_size": 2}, SEQUENCE),
    ({"pool_size": 7}, SEQUENCE),
    ({"pool_size": 3, "strides": 2, "padding": "same"}, SEQUENCE),
    ({"pool_size": 2, "strides": 3}, SEQUENCE),
]
ADAPTIVE: list[tuple[dict[str, Any], Shape]] = [
    ({"output_size": 2}, SEQUENCE),
    ({"output_size": 3}, SEQUENCE),
    ({"output_size": 7}, SEQUENCE),
]
OVER_ALL: list[tuple[dict[str, Any], Shape]] = [({}, SEQUENCE), ({"keepdims": True}, SEQUENCE)]


def each(shared: list[tuple[dict[str, Any], Shape]], **options: Any) -> list[tuple[dict[str, Any], Shape]]:
    """Return the variants with more options."""
    return [({**options, **own}, shape) for own, shape in shared]


VARIANTS: dict[str, list[tuple[dict[str, Any], Shape]]] = {
    "activation": [({"activation": "tanh"}, TABLE), ({"activation": "softmax"}, GRID)],
    "activity_regularization": [({}, TABLE), ({"l1": 0.1, "l2": 0.2}, SEQUENCE)],
    "adaptive_average_pooling1d": ADAPTIVE,
    "adaptive_max_pooling1d": ADAPTIVE,
    "alpha_dropout": [({"rate": 0.0}, TABLE), ({"rate": 0.4, "noise_shape": (None, 1, 4)}, SEQUENCE)],
    "average_pooling1d": POOLS,
    "batch_normalization": [
        *CENTERED,
        ({"renorm": True, "renorm_momentum": 0.9}, TABLE),
        ({"renorm": True, "renorm_clipping": {"rmin": 0.5, "rmax": 2.0}, "scale": False}, SEQUENCE),
    ],
    "bidirectional": [
        ({"layer": {"lstm": 3}}, SEQUENCE),
        ({"layer": {"gru": {"units": 3, "reset_after": False}}, "merge_mode": "sum"}, SEQUENCE),
        ({"layer": {"simple_rnn": {"units": 3, "return_sequences": True}}, "merge_mode": "mul"}, SEQUENCE),
        ({"layer": {"simple_rnn": {"units": 2, "return_sequences": True, "dropout": 0.2}}}, SEQUENCE),
        ({"layer": {"gru": 2}, "merge_mode": "ave"}, SEQUENCE),
    ],
    "conv1d": [
        *each(WINDOWS, filters=4),
        ({"filters": 4, "kernel_size": 3, "dilation_rate": 3, "padding": "causal"}, SEQUENCE),
        ({"filters": 4, "kernel_size": 3, "strides": 2, "padding": "causal"}, SEQUENCE),
        ({"filters": 6, "kernel_size": 3, "groups": 2}, SEQUENCE),
        ({"filters": 4, "kernel_size": 1, "kernel_constraint": "unit_norm", "bias_regularizer": "l1"}, SEQUENCE),
    ],
    "conv1d_transpose": [
        ({"filters": 3, "kernel_size": 3}, SEQUENCE),
        ({"filters": 3, "kernel_size": 2, "strides": 3, "use_bias": False}, SEQUENCE),
        ({"filters": 3, "kernel_size": 4, "strides": 2, "padding": "same", "activation": "relu"}, SEQUENCE),
        ({"filters": 3, "kernel_size": 3, "strides": 2, "output_padding": 0}, SEQUENCE),
        ({"filters": 3, "kernel_size": 3, "strides": 2, "output_padding": 1}, SEQUENCE),
        ({"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1}, SEQUENCE),
        ({"filters": 3, "kernel_size": 4, "strides": 3, "padding": "same", "output_padding": 1}, SEQUENCE),
        ({"filters": 3, "kernel_size": 3, "dilation_rate": 2}, SEQUENCE),
        ({"filters": 3, "kernel_size": 4, "dilation_rate": 2, "padding": "same"}, SEQUENCE),
    ],
    "conv_lstm1d": [
        ({"filters": 2, "kernel_size": 3}, GRID),
        ({"filters": 2, "kernel_size": 2, "strides": 2, "use_bias": False, "return_sequences": True}, GRID),
        ({"filters": 2, "kernel_size": 3, "dilation_rate": 2, "go_backwards": True}, GRID),
        ({"filters": 2, "kernel_size": 3, "padding": "same", "dropout": 0.2, "recurrent_dropout": 0.2}, GRID),
    ],
    "cropping1d": [({}, SEQUENCE), ({"cropping": 3}, SEQUENCE), ({"cropping": (0, 2)}, SEQUENCE)],
    "dense": [
        ({"units": 5}, TABLE),
        ({"units": 5, "use_bias": False, "activation": "relu"}, SEQUENCE),
        ({"units": 2, "kernel_regularizer": {"l1": 0.1}, "activity_regularizer": "l2"}, GRID),
        ({"units": 2, "kernel_constraint": {"max_norm": 1.0}, "bias_initializer": "ones"}, TABLE),
    ],
    "depthwise_conv1d": [*WINDOWS, ({"kernel_size": 3, "depth_multiplier": 3}, SEQUENCE)],
    "dropout": [({"rate": 0.5}, TABLE), ({"rate": 0.5, "noise_shape": (None, 1, 4), "seed": 3}, SEQUENCE)],
    "einsum_dense": [
        ({"equation": "ab,bc->ac", "output_shape": (5,), "bias_axes": "c"}, TABLE),
        ({"equation": "abc,cd->abd", "output_shape": (7, 5), "activation": "relu"}, SEQUENCE),
        ({"equation": "abc,bce->ae", "output_shape": (5,), "bias_axes": "e"}, SEQUENCE),
        ({"equation": "abc,bcd->abd", "output_shape": (7, 5), "bias_axes": "bd"}, SEQUENCE),
        ({"equation": "abcd,bd->acb", "output_shape": (6, 3), "bias_axes": "b"}, GRID),
    ],
    "elu": [({}, TABLE), ({"alpha": 0.5}, SEQUENCE)],
    "embedding": [
        ({"input_dim": 9, "output_dim": 4}, TABLE),
        ({"input_dim": 9, "output_dim": 4, "mask_zero": True, "embeddings_regularizer": "l2"}, SEQUENCE),
    ],
    "flatten": [({}, TABLE), ({}, SEQUENCE), ({}, GRID)],
    "gaussian_dropout": [({"rate": 0.2}, TABLE), ({"rate": 0.0, "seed": 2}, SEQUENCE)],
    "gaussian_noise": [({"stddev": 0.2}, TABLE), ({"stddev": 0.0, "seed": 2}, SEQUENCE)],
    "global_average_pooling1d": OVER_ALL,
    "global_max_pooling1d": OVER_ALL,
    "group_normalization": [
        *each(CENTERED, groups=1),
        ({"groups": 4}, TABLE),
        ({"groups": 2}, SEQUENCE),
        ({"groups": 3, "axis": 1}, GRID),
        ({"groups": -1}, SEQUENCE),
    ],
    "gru": [*GATED, ({"units": 2, "reset_after": False}, SEQUENCE)],
    "identity": [({}, TABLE), ({}, GRID)],
    "layer_normalization": CENTERED,
    "leaky_relu": [({}, TABLE), ({"negative_slope": 0.1}, SEQUENCE)],
    "lstm": [*GATED, ({"units": 2, "unit_forget_bias": False}, SEQUENCE)],
    "masking": [({}, SEQUENCE), ({"mask_value": -1.0}, SEQUENCE)],
    "max_pooling1d": [({}, SEQUENCE), *POOLS],
    "permute": [({"dims": (1,)}, TABLE), ({"dims": (2, 1)}, SEQUENCE), ({"dims": (3, 1, 2)}, GRID)],
    "prelu": [
        ({}, TABLE),
        ({"shared_axes": (1,)}, SEQUENCE),
        ({"shared_axes": (1, 3)}, GRID),
        ({"alpha_constraint": "non_neg"}, GRID),
    ],
    "relu": [({}, TABLE), ({"max_value": 1.0, "negative_slope": 0.2, "threshold": 0.1}, SEQUENCE)],
    "repeat_vector": [({"n": 3}, TABLE)],
    "rescaling": [({"scale": 2.0}, TABLE), ({"scale": 0.5, "offset": -1.0}, GRID)],
    "reshape": [
        ({"target_shape": (3, 4)}, TABLE),
        ({"target_shape": (-1,)}, SEQUENCE),
        ({"target_shape": (2, -1, 2)}, SEQUENCE),
    ],
    "rms_normalization": [({}, TABLE), ({"epsilon": 0.1}, GRID)],
    "separable_conv1d": [
        *each(WINDOWS, filters=4),
        ({"filters": 5, "kernel_size": 3, "depth_multiplier": 2}, SEQUENCE),
    ],
    "simple_rnn": GATED,
    "softmax": [({}, TABLE), ({"axis": 1}, SEQUENCE)],
    "spatial_dropout1d": [({"rate": 0.5}, SEQUENCE), ({"rate": 0.0, "seed": 1}, SEQUENCE)],
    "spectral_normalization": [
        ({"layer": {"dense": 5}}, TABLE),
        ({"layer": {"conv1d": {"filters": 3, "kernel_size": 2, "use_bias": False}}, "power_iterations": 2}, SEQUENCE),
        ({"layer": {"embedding": {"input_dim": 9, "output_dim": 3}}}, TABLE),
    ],
    "time_distributed": [
        ({"layer": {"dense": 5}}, SEQUENCE),
        ({"layer": {"dense": {"units": 5, "activation": "softmax"}}}, GRID),
        ({"layer": {"dropout": 0.3}}, SEQUENCE),
        ({"layer": {"embedding": {"input_dim": 9, "output_dim": 2}}}, SEQUENCE),
        ({"layer": "batch_normalization"}, SEQUENCE),
        ({"layer": {"conv1d": {"filters": 2, "kernel_size": 3}}}, GRID),
        ({"layer": {"simple_rnn": 2}}, GRID),
        ({"layer": "flatten"}, GRID),
        ({"layer": "max_pooling1d"}, GRID),
    ],
    "unit_normalization": NORMALIZED,
    "up_sampling1d": [({}, SEQUENCE), ({"size": 3}, SEQUENCE)],
    "zero_padding1d": [({}, SEQUENCE), ({"padding": 2}, SEQUENCE), ({"padding": (0, 3)}, SEQUENCE)],
}
EVERY = [(name, options, shape) for name, variants in VARIANTS.items() for options, shape in variants]
IDS = [f"{name} {options} {shape}" for name, options, shape in EVERY]
