"""Plan -> keras.Sequential."""

from __future__ import annotations

from typing import Any

from nettrain.plan.plan import Plan


def build_network(plan: Plan, keras: Any) -> Any:
    """Return the built network; the seed of Keras decides its initial weights."""
    keras.backend.clear_session(free_memory=False)  # layer names count from the start in every run
    layers = [planned.layer.build(keras) for planned in plan.layers]
    network = keras.Sequential([keras.Input(plan.inputs.shape), *layers], name="network")
    for place in plan.frozen:
        network.layers[place].trainable = False
    return network
