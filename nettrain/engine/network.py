"""Plan -> keras.Sequential."""

from __future__ import annotations

from typing import Any

from nettrain.engine.precision import FULL
from nettrain.plan.plan import Plan


def build_network(plan: Plan, keras: Any, precision: str) -> Any:
    """Return the built network; the seed of Keras decides its initial weights.

    All layers but the last compute with `precision`: probabilities and losses are too fine for half of it.
    """
    layers = []
    try:
        for place, planned in enumerate(plan.layers, start=1):
            keras.config.set_dtype_policy(FULL if place == len(plan.layers) else precision)
            layers.append(planned.layer.build(keras))
    finally:
        keras.config.set_dtype_policy(FULL)
    network = keras.Sequential([keras.Input(plan.inputs.shape), *layers], name="network")
    for place in plan.frozen:
        network.layers[place].trainable = False
    return network
