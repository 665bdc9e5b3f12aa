"""Giving a new network the weights of another run's first layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nettrain.engine.state import give
from nettrain.engine.steps import Steps

if TYPE_CHECKING:
    from numpy.typing import NDArray


def take_over(steps: Steps, layers: int, weights: Sequence[NDArray[Any]]) -> None:
    """Give the first layers the first weights of another run.

    Random numbers go on from this run's own seed. Raises RunError if the weights are of another network.
    """
    variables = [variable for layer in steps.network.layers[:layers] for variable in layer.variables]
    kept = [at for at, variable in enumerate(variables) if "seed_generator" not in variable.path]
    give([variables[at] for at in kept], [weights[at] for at in kept if at < len(weights)])
