"""Training that is broken off anywhere and goes on from its state in a new network: the same bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.engine import training as loop
from nettrain.engine.start import start
from nettrain.engine.state import State, values_of
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import InterruptedRunError
from nettrain.plan.rows import Rows, rows_of
from tests.making import planned
from tests.surroundings import Unseen

LAYERS = (
    "[dense: {units: 8, activation: relu, kernel_regularizer: {l2: 0.001}}, batch_normalization, dropout: 0.3, output]"
)
RUNS = {
    "dropout, plateau, early stopping": (
        "{epochs: 30, batch_size: 16, optimizer: {adam: 0.05}, early_stopping: {patience: 7}, "
        "reduce_on_plateau: {patience: 2, factor: 0.5, cooldown: 1}}"
    ),
    "schedule and moving average": (
        "{epochs: 4, batch_size: 16, optimizer: {sgd: {learning_rate: {cosine_decay: {initial_learning_rate: 0.1, "
        "decay_steps: 60}}, momentum: 0.9, use_ema: true, ema_momentum: 0.9, ema_overwrite_frequency: 7}}}"
    ),
    "warm-up before a plateau, graph": (
        "{epochs: 30, batch_size: 16, compile: graph, optimizer: {adam: 0.05}, warmup: {steps: 9}, "
        "early_stopping: {patience: 4}, reduce_on_plateau: {patience: 2, factor: 0.5}}"
    ),
    "warm-up before a schedule, graph": (
        "{epochs: 4, batch_size: 16, compile: graph, warmup: {epochs: 1.5}, optimizer: {sgd: {learning_rate: "
        "{cosine_decay: {initial_learning_rate: 0.1, decay_steps: 20}}, momentum: 0.9}}}"
    ),
    "accumulation, last epoch, graph": (
        "{epochs: 4, batch_size: 16, keep: last, compile: graph, "
        "optimizer: {adamw: {learning_rate: 0.01, weight_decay: 0.01, gradient_accumulation_steps: 3}}}"
    ),
    "a scaled loss, graph": "{epochs: 4, batch_size: 16, precision: mixed_float16, compile: graph, optimizer: nadam}",
}


class Stopping(Unseen):
    """Surroundings that ask to stop after so many calls, and keep the state as a file would."""

    def __init__(self, calls: int = 1 << 30) -> None:
        self.calls, self.kept = calls, b""

    def interrupted(self) -> int | None:
        self.calls -= 1
        return 2 if self.calls < 0 else None

    def save(self, state: State, *, wait: bool = False) -> None:
        self.kept = state.to_bytes()


def begun(plan: Any, around: Stopping) -> Training:
    tf, keras = start(1, plan.config.seed)
    return Training(plan, Steps(tf, keras, plan, plan.config.train.precision), around)


def bits(training: Training) -> tuple[Any, ...]:
    return training.history, [value.tobytes() for value in values_of(training.steps.network.variables)]


@pytest.mark.parametrize("train", RUNS.values(), ids=RUNS)
def test_the_same_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, train: str) -> None:
    monkeypatch.setattr(loop, "CALL_SECONDS", 0.0)  # a call is one step, so that it can be broken off at every one
    made = planned(tmp_path, "binary", LAYERS, train, rows=150)
    rows: dict[str, Rows] = rows_of(made.plan, made.dataset.drawn)
    alone = begun(made.plan, Stopping())
    alone.prepare(rows["train"], rows["validation"])
    alone.run()
    if made.plan.config.train.reduce_on_plateau:
        rates = {values["learning_rate"] for values in alone.history}
        assert len(rates) > 1, "the learning rate was lowered"
        assert len(alone.history) < 30, "early stopping came"
    around, stops = Stopping(int(np.random.default_rng(1).integers(12))), 0
    training = begun(made.plan, around)
    while True:
        try:
            training.prepare(rows["train"], rows["validation"])
            training.run()
            break
        except InterruptedRunError:
            stops += 1
            around.calls = 11 + 3 * stops
            training = begun(made.plan, around)
            training.restore(State.from_bytes(around.kept))
    assert stops >= 2
    assert bits(training) == bits(alone)
