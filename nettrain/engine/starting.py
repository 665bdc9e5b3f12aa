"""Giving a new network the weights of another run's first layers."""

from __future__ import annotations

from nettrain.engine.state import assign, network_of
from nettrain.engine.steps import Steps
from nettrain.errors import RunError


def take_over(steps: Steps, layers: int, content: bytes, place: str, expected: str) -> None:
    """Give the first layers the weights of a state file (`place` names it in messages).

    Random numbers go on from this run's own seed. Raises RunError if the file is damaged or of another network, or its
    weights' hash is not the expected one.
    """
    variables = [variable for layer in steps.network.layers[:layers] for variable in layer.variables]
    try:
        values = network_of(content, expected)[: len(variables)]
        pairs = [(v, w) for v, w in zip(variables, values, strict=True) if "seed_generator" not in v.path]
        assign([variable for variable, _ in pairs], [value for _, value in pairs])
    except (ValueError, KeyError) as error:
        raise RunError(f"{place} {error}") from None
