"""Why training ends: all epochs, or patience, which goes before where both end it."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from nettrain.commands.fitting.resuming import nothing_to_do
from nettrain.config.train import EarlyStopping, TrainConfig
from nettrain.engine.watching import Watching

STALLED = "loss was not better for 2 epochs"
ENDS = [
    ([3.0, 2.0, 1.0], None, "all epochs; raise train.epochs to go on"),
    ([3.0, 2.0, 1.0], 2, "all epochs; raise train.epochs to go on"),
    ([1.0, 2.0, 2.0], 2, STALLED),
    ([1.0, 2.0], None, ""),
    ([1.0, 2.0], 2, ""),
]


@pytest.mark.parametrize(("losses", "patience", "told"), ENDS)
def test_only_epochs_can_be_raised(losses: Sequence[float], patience: int | None, told: str) -> None:
    stopping = None if patience is None else EarlyStopping(patience=patience)
    train = TrainConfig(epochs=3, monitor="loss", early_stopping=stopping)
    watching = Watching(train)
    watching.saw_all([{"loss": loss} for loss in losses])
    assert (watching.done or "") == told.partition(";")[0]
    run: Any = SimpleNamespace(finished=True)
    plan: Any = SimpleNamespace(config=SimpleNamespace(train=train))
    state: Any = SimpleNamespace(facts={"history": [{"loss": loss} for loss in losses]})
    assert nothing_to_do(run, plan, state) == told
