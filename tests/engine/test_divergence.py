"""The first bad step is found exactly, however the epoch was cut, and the state before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from nettrain.engine import training as loop
from nettrain.engine.start import start
from nettrain.engine.state import State
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import DivergedError, InterruptedRunError
from nettrain.events import Event, Notice, StepsDone
from nettrain.plan.rows import Rows, rows_of
from tests.making import planned
from tests.surroundings import Unseen

LAYERS = "[dense: {units: 8, activation: relu}, batch_normalization, dropout: 0.3, output]"
ROWS, SIZE = 300, 4


class Keeping(Unseen):
    """Surroundings that keep the state."""

    def __init__(self) -> None:
        self.kept = State()

    def save(self, state: State, *, wait: bool = False) -> None:
        self.kept = state


@pytest.mark.parametrize("epoch", [1, 3])
@pytest.mark.parametrize("seconds", [0.0, 60.0])
@pytest.mark.parametrize("bad", ["label", "input"])
def test_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str, seconds: float, epoch: int) -> None:
    """A row that spoils its step is put at a place of the epoch: that step is named, not one around it."""
    monkeypatch.setattr(loop, "CALL_SECONDS", seconds)
    train = f"{{epochs: 5, batch_size: {SIZE}, reduce_on_plateau: {{patience: 0, factor: 0.5}}}}"
    made = planned(tmp_path, "regression", LAYERS, train, rows=ROWS)
    rows = rows_of(made.plan, made.dataset.drawn)
    count, wrong = len(rows["train"]), 7
    inputs, labels = rows["train"].inputs.copy(), rows["train"].labels.copy()
    (labels if bad == "label" else inputs)[wrong] = np.nan
    spoiled = Rows(inputs, labels, rows["train"].truth)
    place = 23 * SIZE + 1

    def order(number: int) -> np.ndarray:
        """The bad row comes at its place in the epoch asked for, and not at all before: another stands for it."""
        mixed = np.random.default_rng([0, number]).permutation(count).astype(np.int32)
        mixed[mixed == wrong] = 8
        if number == epoch:
            mixed[place] = wrong
        return mixed

    tf, keras = start(1, 0)
    around = Keeping()
    training = Training(made.plan, Steps(tf, keras, made.plan), around)
    training.prepare(spoiled, rows["validation"], order)
    with pytest.raises(DivergedError) as diverged:
        training.run()
    total = -(-count // SIZE)
    assert str(diverged.value).startswith(
        f"training diverged in epoch {epoch}, at step 24 of {total}: the loss became nan"
    )
    assert wrong in diverged.value.rows
    assert len(diverged.value.rows) == SIZE
    assert around.kept.facts["step"] == 23
    assert len(around.kept.facts["history"]) == epoch - 1
    assert all(np.isfinite(value).all() for value in around.kept.variables)


def diverging(folder: Path, around: Keeping) -> Training:
    """Return a training (27 steps an epoch) whose learning rate is 1e30 behind step 40."""
    rate = "{piecewise_constant_decay: {boundaries: [40], values: [0.001, 1.0e+30]}}"
    train = f"{{epochs: 3, batch_size: 8, optimizer: {{sgd: {{learning_rate: {rate}}}}}}}"
    made = planned(folder, "regression", "[output]", train, rows=ROWS)
    rows = rows_of(made.plan, made.dataset.drawn)
    training = Training(made.plan, Steps(*start(1, 0), made.plan), around)
    training.prepare(rows["train"], rows["validation"])
    return training


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_the_learning_rate_is_that_of_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(loop, "CALL_SECONDS", seconds)
    training = diverging(tmp_path, Keeping())
    with pytest.raises(DivergedError, match="in epoch 2, at step 1") as diverged:
        training.run()
    assert training.rate == pytest.approx(0.001), "that of the epoch's first step"
    assert diverged.value.rate == pytest.approx(1e30)


class Stopping(Keeping):
    """Surroundings that ask to stop between two steps, or while rows are judged, once something was shown."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where, self.shown = where, list[Event]()

    def show(self, event: Event) -> None:
        if not isinstance(event, StepsDone):
            self.shown.append(event)

    def interrupted(self) -> int | None:
        return 2 if self.shown and self.where == "steps" else None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        if self.shown and self.where == "judging":
            raise InterruptedRunError("stopped", 2)
        yield


@pytest.mark.parametrize("where", ["steps", "judging"])
def test_a_signal_while_steps_are_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """It ends the search; the state that was saved last is not overwritten by one after which events are missing."""
    monkeypatch.setattr(loop, "CALL_SECONDS", 0.0)
    around = Stopping(where)
    with pytest.raises(InterruptedRunError, match=r"in epoch 2, after step 1\d; stopped before the step") as stopped:
        diverging(tmp_path, around).run()
    assert stopped.value.signal == 2
    (notice,) = around.shown
    assert isinstance(notice, Notice)
    assert around.kept.facts == {}


def test_a_weight(tmp_path: Path) -> None:
    """A loss that is finite while the update is not: the step of the update is named."""
    made = planned(tmp_path, "regression", "[output]", "{epochs: 2, batch_size: 8, optimizer: {sgd: 1e38}}", rows=ROWS)
    rows = rows_of(made.plan, made.dataset.drawn)
    tf, keras = start(1, 0)
    scaled = Rows(rows["train"].inputs * 100, rows["train"].labels, rows["train"].truth)
    training = Training(made.plan, Steps(tf, keras, made.plan), Keeping())
    training.prepare(scaled, None)
    with pytest.raises(DivergedError, match=r"in epoch 1, at step 1 of 27: a weight is no longer a finite number"):
        training.run()
