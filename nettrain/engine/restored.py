"""The network of a finished run, with its weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nettrain.engine.alone import alone
from nettrain.engine.start import start
from nettrain.engine.state import give
from nettrain.engine.steps import Steps
from nettrain.plan.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray


@alone
def restored(plan: Plan, weights: Sequence[NDArray[Any]]) -> Steps:
    """Build the plan's network and give it the weights of its run. Raises RunError if they are of another network."""
    tf, keras = start(plan.config.train.threads, plan.config.seed)
    steps = Steps(tf, keras, plan)
    give(steps.network.variables, weights)
    return steps
