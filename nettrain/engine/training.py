"""The training loop: epochs, validation, the best epoch, early stopping. It speaks in events and writes no file."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.durations import in_seconds
from nettrain.engine.divergence import Reached, Repeating, first_bad
from nettrain.engine.plateau import Plateau
from nettrain.engine.range_test import Found, range_test
from nettrain.engine.state import State, assign, values_of
from nettrain.engine.steps import Steps
from nettrain.engine.surroundings import Surroundings
from nettrain.engine.watching import Watching, watch
from nettrain.engine.windows import Epoch
from nettrain.errors import ConfigError, DivergedError, InterruptedRunError, NettrainError
from nettrain.evaluation.predictions import judged
from nettrain.events import EpochEnded, Notice, StepsDone, TrainingEnded
from nettrain.names import TRAIN, VALIDATED
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows

CALL_SECONDS = 0.25
"""How long one compiled call should take, so that progress and signals are answered at once."""
CODELESS = " is not in [0, "
"""What TensorFlow says where a number is looked up that is beyond the codes of an embedding."""
AT_EPOCHS = 10
"""At the end of an epoch the state is saved after this part of the time between two checkpoints already."""

Order = Callable[[int], NDArray[np.int32]]
"""Gives the order of the training rows in an epoch (counted from 1)."""


def shuffled(seed: int, rows: int) -> Order:
    """Return the order of each epoch: a permutation that follows from seed and epoch alone."""
    return lambda epoch: np.random.default_rng([seed, epoch]).permutation(rows).astype(np.int32)


@dataclass(slots=True)
class Training:
    """A run in progress."""

    plan: Plan
    steps: Steps
    around: Surroundings
    history: list[dict[str, float]] = field(default_factory=list)
    """The values of each epoch."""
    best: list[NDArray[Any]] | None = None
    """The network's variables at the best epoch."""
    step: int = 0
    """Steps done of the epoch that is under way."""
    rate: float = 0.0
    """The learning rate at the first step of the epoch."""
    step_seconds: float = 0.0
    """Seconds of one step as last measured; 0 before the first."""
    watching: Watching = field(init=False)
    plateau: Plateau | None = field(init=False, default=None)
    spent: float = 0.0
    """Seconds that earlier commands trained."""
    began: float = math.inf
    saved: float = 0.0
    """When the state was saved last."""
    kept: State = field(default_factory=State)
    """The state that was saved last, or that training began with."""
    validation: Rows | None = None
    order: Order = field(init=False)
    rows: Callable[[int], Epoch] = field(init=False)
    """Gives the training rows in the order of an epoch (counted from 1)."""
    until: tuple[int, int] | None = None
    """Epoch and step at which training breaks off with `Reached`."""

    def __post_init__(self) -> None:
        train = self.plan.config.train
        self.watching = Watching(train)
        if rule := train.reduce_on_plateau:
            watched = watch(train, rule.monitor or self.plan.monitor, rule.min_delta)
            self.plateau = Plateau(rule, watched, warming=math.ceil(self.plan.warmup / self.plan.epoch_steps))

    def restore(self, state: State) -> None:
        """Stand where the state stands. Raises ValueError if it is of another network."""
        assign(self.steps.variables, state.variables)
        self.best, self.step, self.rate = state.best, state.facts["step"], state.facts["learning_rate"]
        self.history = [dict(values) for values in state.facts["history"]]
        self.watching.saw_all(self.history)
        for values in self.history if self.plateau else ():
            self.plateau.lowered(values)  # type: ignore[union-attr]

    def state(self) -> State:
        """Return where the run stands."""
        facts = {"step": self.step, "learning_rate": self.rate, "history": list(self.history)}
        return State(values_of(self.steps.variables), self.best, facts)

    def prepare(self, train: Rows, validation: Rows | None, order: Order | None = None) -> None:
        """Make the rows ready and compile the steps for them; nothing is trained, so a signal may end it anywhere."""
        self.validation, self.order = validation, order or shuffled(self.plan.config.seed, len(train))
        load = self.steps.load(train)
        self.rows = lambda epoch: load(self.order(epoch))
        self.steps.compile(self.rows(1))

    def find_rate(self) -> Found:
        """Find a learning rate by a range test and train with it; all else stays as it is."""
        found = range_test(self.steps, self.rows, self.plan.epoch_steps)
        self.steps.set_rate(found.rate)
        return found

    def run(self) -> TrainingEnded:
        """Train the epochs that are left, and leave the kept weights in the network.

        Raises DivergedError for a loss or weight that is not finite, InterruptedRunError after a signal; the state was
        handed to `around.save` before.
        """
        config, self.began = self.plan.config.train, time.monotonic()
        self.saved, self.kept, earlier = self.began, self.state(), len(self.history)
        reason = self.go()
        self.around.save(self.state(), wait=True)
        if config.keep == "best" and self.best is not None:
            assign(self.steps.network.variables, self.best)
        elif config.optimizer.use_ema:
            self.steps.average()
        best = self.watching.best
        return TrainingEnded(
            reason=reason,
            epoch=len(self.history),
            best_epoch=self.watching.best_epoch,
            best_value=best.value,
            monitor=best.name,
            kept=config.keep if self.watching.best_epoch else "last",
            seconds=time.monotonic() - self.began,
            earlier=earlier,
        )

    def go(self) -> str:
        """Train the epochs that are left; return why there are no more."""
        while (reason := self.watching.done or self._out_of_time()) is None:
            if self._epoch():
                self._save_if_due(at_epoch=True)
        return reason

    def _out_of_time(self) -> str | None:
        """Return why training ends where the time for it is used up."""
        most = self.plan.config.train.max_time
        used = self.spent + time.monotonic() - self.began
        return None if most is None or used < in_seconds(most) else f"the time of {most} is used up"

    def _save_if_due(self, *, at_epoch: bool) -> None:
        every = in_seconds(self.plan.config.train.checkpoint.every)
        if time.monotonic() - self.saved > (every / AT_EPOCHS if at_epoch else every):
            self.kept = self.state()
            self.around.save(self.kept)
            self.saved = time.monotonic()

    def _epoch(self) -> bool:
        """Train an epoch to its end; return whether time was left for that."""
        began, number = time.monotonic(), len(self.history) + 1
        if not self._train(number, self.rows(number)):
            return False
        trained = time.monotonic() - began
        so_far = self.steps.sums.so_far()
        try:
            with self.steps.averaged():
                values = {"loss": so_far.loss, **so_far.metrics, **self._validated(), "learning_rate": self.rate}
                best = self.watching.saw(values)
                if best:
                    self.best = values_of(self.steps.network.variables)
        except InterruptedRunError as stopped:
            raise self._interrupted(number, stopped.signal) from None
        self.history.append(values)
        self.step = 0
        self.around.emit(
            EpochEnded(
                epoch=number,
                epochs=self.plan.config.train.epochs,
                values=values,
                best=best,
                seconds=time.monotonic() - began,
                rows_per_second=self.plan.rows[TRAIN] / max(trained, 1e-9),
            )
        )
        if self.plateau and (lower := self.plateau.lowered(values)) is not None:
            self.steps.set_rate(lower)
            told = self.plateau.watch.stalled(max(1, self.plateau.rule.patience))
            self.around.emit(Notice(text=f"{told}: learning rate {self.rate:g} -> {lower:g}"))
        return True

    def _validated(self) -> dict[str, float]:
        if self.validation is None:
            return {}
        with self.around.at_once():
            outputs, loss = self.steps.outputs_and_loss(self.validation)
            made = judged(self.plan, outputs, self.validation.truth, self.validation.sample_weights)
            exact = {name: metric.exact(made) for name, metric in self.plan.named.items()}
            return {f"{VALIDATED}{name}": value for name, value in {"loss": loss, **exact}.items()}

    def _train(self, number: int, rows: Epoch) -> bool:
        total = self.plan.epoch_steps
        if not self.step:
            self.steps.sums.begin()
            self.rate = self.steps.learning_rate()
        while self.step < total:
            if self.until == (number, self.step):
                raise Reached
            count = max(1, int(CALL_SECONDS / self.step_seconds)) if self.step_seconds else 1
            last, began = min(total, self.step + count), time.monotonic()
            if self.until and self.until[0] == number:
                last = min(last, self.until[1])
            with self._computable(number):
                self.steps.train(rows, self.step, last)
            so_far = self.steps.sums.so_far()
            seconds, done = time.monotonic() - began, last - self.step
            self.step_seconds = seconds / done
            first, self.step = self.step, last
            if not so_far.healthy:
                raise self._diverged(number, first, last)
            if (signal := self.around.interrupted()) is not None:
                raise self._interrupted(number, signal)
            if last < total:
                self._save_if_due(at_epoch=False)
                self.around.show(
                    StepsDone(
                        epoch=number,
                        step=last,
                        steps=total,
                        loss=so_far.loss,
                        rows_per_second=self.plan.batch_size * done / max(seconds, 1e-9),
                    )
                )
                if self._out_of_time():
                    return False
        return True

    @contextmanager
    def _computable(self, number: int) -> Iterator[None]:
        """Say what to do where memory is short or an embedding is given no code; the state saved last stays."""
        try:
            yield
        except (MemoryError, self.steps.tf.errors.ResourceExhaustedError) as short:
            size, why = self.plan.batch_size, str(short).partition("\n")[0]
            raise ConfigError(
                f"out of memory in epoch {number}, after step {self.step} ({why}): take a smaller "
                f"train.batch_size than {size}, or fewer units; what was saved last stays, for --resume"
            ) from None
        except self.steps.tf.errors.InvalidArgumentError as unfit:
            if CODELESS not in str(unfit):
                raise
            raise ConfigError(
                f"in epoch {number}, after step {self.step}, an embedding was given a number that is no code of it: "
                "it looks up whole numbers from 0 to its input_dim - 1, so look at the layers before it"
            ) from None

    def _interrupted(self, number: int, signal: int) -> InterruptedRunError:
        """Save the state; return what to raise."""
        total = self.plan.epoch_steps
        self.around.save(self.state(), wait=True)
        return InterruptedRunError(f"stopped in epoch {number}, after step {self.step} of {total}", signal)

    def _diverged(self, number: int, first: int, last: int) -> NettrainError:
        """Find the step, save the state before it, and return what to raise.

        A signal ends the search; the state that was saved last stays then, since those after it are gone.
        """
        told = f"training diverged in epoch {number}, after step {first}"
        self.around.show(Notice(text=f"{told}: what followed the last saved state is repeated to find the step"))
        twin = Training(self.plan, self.steps, Repeating(self.around), validation=self.validation)
        twin.order, twin.rows, twin.saved = self.order, self.rows, math.inf
        twin.restore(self.kept)
        try:
            bad = first_bad(twin, number, first, last)
        except InterruptedRunError as stopped:
            return InterruptedRunError(f"{told}; stopped before the step was found", stopped.signal)
        self.around.save(bad.before, wait=True)
        self.history = twin.history
        size = self.plan.batch_size
        rows = self.order(number)[bad.step * size : (bad.step + 1) * size]
        total = self.plan.epoch_steps
        message = f"training diverged in epoch {number}, at step {bad.step + 1} of {total}: {bad.what}"
        return DivergedError(message, rows=rows.tolist(), rate=bad.rate)
