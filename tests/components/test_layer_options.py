"""What each option of a layer bears on: what the trained layer computes, how its weights come about, which weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, get_args, get_origin

import keras
import numpy as np
import pytest

from nettrain.components.layer import Layer
from nettrain.components.registries import LAYERS
from nettrain.components.weights import OnWeights
from tests.components.layer_variants import EVERY, IDS, VARIANTS

COMPUTING = {
    *("activation", "alpha", "axis", "bias_axes", "center", "cropping", "depth_multiplier", "dilation_rate"),
    *("dims", "epsilon", "equation", "filters", "go_backwards", "groups", "input_dim", "keepdims"),
    *("kernel_size", "layer", "mask_value", "mask_zero", "max_value", "merge_mode", "n", "negative_slope"),
    *("offset", "output_dim", "output_padding", "output_shape", "output_size", "padding", "pool_size"),
    *("recurrent_activation", "renorm", "reset_after", "return_sequences", "scale"),
    *("shared_axes", "size", "strides", "target_shape", "threshold", "units", "use_bias"),
}
"""Options that say what a trained layer computes, by name; the author of another one says here or at the layer."""

CHANGED: dict[str, Any] = {
    "dropout": 0.5,
    "l1": 0.5,
    "l2": 0.5,
    "momentum": 0.5,
    "noise_shape": (None, 1),
    "power_iterations": 3,
    "rate": 0.25,
    "recurrent_dropout": 0.5,
    "renorm_clipping": {"rmax": 1.5},
    "renorm_momentum": 0.5,
    "seed": 7,
    "stddev": 0.5,
    "unit_forget_bias": False,
    "unroll": True,
}
"""Options that leave what a trained layer computes as it is, each with a value that is not the default."""


def acting(layer: type[Layer]) -> set[str]:
    """Return the options of a layer that act on a weight, by their type."""
    found = set()
    for option, field in layer.model_fields.items():
        for part in (field.annotation, *get_args(field.annotation)):
            kind = get_args(part)[0] if get_origin(part) is Annotated else part
            if isinstance(kind, type) and issubclass(kind, OnWeights):
                found.add(option)
    return found


@pytest.mark.parametrize("name", LAYERS)
def test_every_option_is_known_to_bear_on_what_the_layer_computes_or_on_its_training(name: str) -> None:
    layer = LAYERS[name]
    options = set(layer.model_fields)
    assert layer.training_only <= options - acting(layer)
    assert set(layer.computing()) == options & COMPUTING
    assert options - set(layer.computing()) == (options & set(CHANGED)) | acting(layer)


LEFT = [(name, option) for name, layer in LAYERS.items() for option in layer.model_fields if option in CHANGED]


@pytest.mark.parametrize(("name", "option"), LEFT, ids=[f"{name} {option}" for name, option in LEFT])
def test_options_of_training_leave_what_the_trained_layer_computes_as_it_is(name: str, option: str) -> None:
    options, shape = VARIANTS[name][0]
    options = {**options, "renorm": True} if option.startswith("renorm") else options
    rows, made = np.random.default_rng(5).normal(size=(4, *shape)).astype(np.float32), []
    for more in ({}, {option: CHANGED[option]}):
        layer = LAYERS[name].model_validate({**options, **more})
        model = keras.Sequential([keras.Input(shape), layer.build(keras)])
        draw = np.random.default_rng(6)
        model.set_weights([draw.uniform(0.5, 1.5, weight.shape) for weight in model.get_weights()])
        made.append(model(rows, training=False))
    np.testing.assert_allclose(*made, rtol=1e-5, atol=1e-6)


BEGUN = [
    (case, option)
    for case, (name, _, _) in enumerate(EVERY)
    for option in LAYERS[name].model_fields
    if option.endswith("_initializer")
]


@pytest.mark.parametrize(("case", "option"), BEGUN, ids=[f"{IDS[case]} {option}" for case, option in BEGUN])
def test_a_weight_has_the_axes_that_the_layer_says(case: int, option: str) -> None:
    name, options, shape = EVERY[case]
    layer, axes = LAYERS[name].model_validate(options), []

    def begun(size: Sequence[int], dtype: Any = None) -> Any:
        axes.append(len(size))
        return keras.ops.zeros(size, dtype)

    made = getattr(keras.layers, type(layer).__name__)(**{**layer.options(keras), option: begun})
    made.build((None, *shape))
    assert set(axes) <= {layer.weight_axes(option, shape)}
