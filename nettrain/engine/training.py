"""The training loop: epochs, validation, the best epoch, early stopping. It speaks in events and writes no file."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nettrain.components.registries import METRICS
from nettrain.engine.state import State, assign, values_of
from nettrain.engine.steps import Steps
from nettrain.engine.windows import Epoch
from nettrain.errors import DivergedError, InterruptedRunError
from nettrain.evaluation.predictions import judged
from nettrain.events import EpochEnded, Event, StepsDone, TrainingEnded
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows

CALL_SECONDS = 0.25
"""How long one compiled call should take, so that progress and signals are answered at once."""
SAVE_SECONDS = 30.0
"""How often the state is handed out to be saved."""

Order = Callable[[int], NDArray[np.int32]]
"""Gives the order of the training rows in an epoch (counted from 1)."""


class Surroundings(Protocol):
    """What the loop needs from outside: where events go, whether to stop, where the state goes."""

    def emit(self, event: Event) -> None:
        """Show an event and keep it."""

    def interrupted(self) -> int | None:
        """Return the number of a signal that asks to stop, or None."""

    def save(self, state: State) -> None:
        """Keep the state."""


def shuffled(seed: int, rows: int) -> Order:
    """Return the order of each epoch: a permutation that follows from seed and epoch alone."""
    return lambda epoch: np.random.default_rng([seed, epoch]).permutation(rows).astype(np.int32)


@dataclass(slots=True)
class Watch:
    """Tells whether a monitored value got better, and for how many epochs it did not."""

    name: str
    min_delta: float = 0.0
    best: float = math.inf
    """The best value so far, signed so that smaller is better."""
    waited: int = 0

    @property
    def sign(self) -> float:
        """-1 where larger is better, 1 where smaller is."""
        bare = self.name.removeprefix("val_")
        return -1.0 if bare in METRICS and METRICS[bare].goal == "max" else 1.0

    def better(self, values: Mapping[str, float]) -> bool:
        """Take in an epoch's values; return whether the monitored one is the best so far (nan never is)."""
        value = values[self.name] * self.sign
        if value < self.best - self.min_delta:
            self.best, self.waited = value, 0
            return True
        self.waited += 1
        return False


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
    best_epoch: int = 0
    step: int = 0
    """Steps done of the epoch that is under way."""
    step_seconds: float = 0.0
    """Seconds of one step as last measured; 0 until the functions are compiled."""

    def run(self, train: Rows, validation: Rows | None, order: Order | None = None) -> TrainingEnded:
        """Train all epochs, and leave the kept weights in the network.

        Raises DivergedError for a loss or weight that is not finite, InterruptedRunError after a signal; the state was
        handed to `around.save` before.
        """
        config, began = self.plan.config.train, time.monotonic()
        order = order or shuffled(self.plan.config.seed, len(train))
        load = self.steps.load(train)
        watch = Watch(self.plan.monitor)
        stop = config.early_stopping
        patience = Watch(stop.monitor or self.plan.monitor, stop.min_delta) if stop else None
        saved, reason, number = began, "all epochs", 0
        for number in range(1, config.epochs + 1):
            self._epoch(number, load(order(number)), validation, watch)
            if stop and patience and number > stop.start_from_epoch:
                patience.better(self.history[-1])
                if patience.waited >= max(stop.patience, 1):
                    reason = f"{patience.name} was not better for {patience.waited} epochs"
                    break
            if time.monotonic() - saved > SAVE_SECONDS:
                self.around.save(self.state())
                saved = time.monotonic()
        self.around.save(self.state())
        if config.keep == "best" and self.best is not None:
            assign(self.steps.network.variables, self.best)
        elif config.optimizer.use_ema:
            self.steps.optimizer.finalize_variable_values(self.steps.weights)
        return TrainingEnded(
            reason=reason,
            epoch=number,
            best_epoch=self.best_epoch,
            best_value=watch.best * watch.sign,
            monitor=watch.name,
            kept=config.keep,
            seconds=time.monotonic() - began,
        )

    def state(self) -> State:
        """Return where the run stands."""
        facts = {"epoch": len(self.history), "step": self.step, "best_epoch": self.best_epoch, "history": self.history}
        return State(values_of(self.steps.variables), self.best, facts)

    def _epoch(self, number: int, rows: Epoch, validation: Rows | None, watch: Watch) -> None:
        began = time.monotonic()
        rate = self.steps.learning_rate()
        self._train(number, rows)
        trained = time.monotonic() - began
        values = self.steps.values()
        with self.steps.averaged():
            if validation is not None:
                outputs, loss = self.steps.outputs_and_loss(validation)
                values["val_loss"] = loss
                made = judged(self.plan, outputs, validation.truth)
                values |= {f"val_{m.yaml_name()}": m.exact(made) for m in self.plan.metrics}
            best = watch.better(values)
            if best:
                self.best, self.best_epoch = values_of(self.steps.network.variables), number
        self.history.append({**values, "learning_rate": rate})
        self.step = 0
        if not self.steps.finite():
            self._diverged(number, "a weight is no longer a finite number")
        self.around.emit(
            EpochEnded(
                epoch=number,
                epochs=self.plan.config.train.epochs,
                values=self.history[-1],
                best=best,
                seconds=time.monotonic() - began,
                rows_per_second=self.plan.rows["train"] / max(trained, 1e-9),
            )
        )

    def _train(self, number: int, rows: Epoch) -> None:
        total = math.ceil(self.plan.rows["train"] / self.plan.batch_size)
        self.steps.begin()
        self.step = 0
        while self.step < total:
            count = max(1, int(CALL_SECONDS / self.step_seconds)) if self.step_seconds else 1
            last, began = min(total, self.step + count), time.monotonic()
            self.steps.train(rows, self.step, last)
            loss = self.steps.mean_loss()
            seconds, done = time.monotonic() - began, last - self.step
            if self.step_seconds or number > 1 or self.step > 0:  # the first call of all compiles: it tells nothing
                self.step_seconds = seconds / done
            first, self.step = self.step, last
            if not math.isfinite(loss):
                self._diverged(number, f"the loss became {loss} between steps {first + 1} and {last} of {total}")
            if (signal := self.around.interrupted()) is not None:
                self.around.save(self.state())
                raise InterruptedRunError(f"stopped in epoch {number}, after step {last} of {total}", signal)
            if last < total:
                self.around.emit(
                    StepsDone(
                        epoch=number,
                        step=last,
                        steps=total,
                        loss=loss,
                        rows_per_second=self.plan.batch_size * done / max(seconds, 1e-9),
                    )
                )

    def _diverged(self, number: int, what: str) -> None:
        """Put the best weights so far back, keep the state, and raise DivergedError."""
        if self.best is not None:
            assign(self.steps.network.variables, self.best)
        self.around.save(self.state())
        kept = f"the weights of epoch {self.best_epoch} are kept" if self.best_epoch else "no epoch was completed"
        rate = self.steps.learning_rate()
        raise DivergedError(
            f"training diverged in epoch {number}: {what}; {kept}. Try a smaller learning_rate than {rate:g}, "
            "or clipnorm: 1"
        )
