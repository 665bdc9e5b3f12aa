"""The network of a finished run, with its weights."""

from __future__ import annotations

from nettrain.engine.alone import alone
from nettrain.engine.start import start
from nettrain.engine.state import assign, network_of
from nettrain.engine.steps import Steps
from nettrain.errors import RunError
from nettrain.plan.plan import Plan


@alone
def restored(plan: Plan, content: bytes, place: str, expected: str) -> Steps:
    """Build the plan's network and give it the weights of a state file (`place` names it in messages).

    Raises RunError if the file is damaged or of another network, or its weights' hash is not the expected one.
    """
    tf, keras = start(plan.config.train.threads, plan.config.seed)
    steps = Steps(tf, keras, plan)
    try:
        assign(steps.network.variables, network_of(content, expected))
    except (ValueError, KeyError) as error:
        raise RunError(f"{place} {error}") from None
    return steps
