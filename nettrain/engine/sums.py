"""What an epoch adds up while it goes on: rows, losses and running metrics, read and set back in one call each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from nettrain.components.task import Form
from nettrain.engine.compiling import Compiled, Job
from nettrain.engine.forms import margin, precise, predicted, shown
from nettrain.engine.windows import Batch
from nettrain.plan.plan import Plan


class SoFar(NamedTuple):
    """What the steps of an epoch came to."""

    loss: float
    """The mean over its rows, penalties included."""
    metrics: dict[str, float]
    finite: bool
    """Whether every weight is a finite number."""

    @property
    def healthy(self) -> bool:
        """Whether the loss and all weights are finite numbers."""
        return self.finite and math.isfinite(self.loss)


class _Running(NamedTuple):
    """A Keras metric, how labels must stand for it, and whether it is shown numbers that are moved near 0: a float64
    does not hold the squares of moments well enough to tell what they differ by."""

    form: Form
    metric: Any
    moved: bool


class Sums:
    """The sums of an epoch, on the device.

    From Python each small operation costs some hundred microseconds, more than many a step: so what is read after
    every call of the steps, and set back before every epoch, is one plain graph each (0.4 ms; one by one they took 6).
    """

    def __init__(self, tf: Any, keras: Any, plan: Plan, weights: list[Any]) -> None:
        """Begin with nothing; `weights` are those that are looked at."""
        self.tf, self.plan, self.weights = tf, plan, weights
        width = 2 if margin(plan) else plan.outputs
        kind = precise(plan)
        with _computing_in(keras, kind):
            self.running = {
                name: _Running(
                    metric.form(plan.target, width),
                    metric.running(keras, plan.target, width),
                    moved=metric.moves and kind == "float64",
                )
                for name, metric in plan.named.items()
                if metric.runs(plan.target, width)
            }
        self.total = tf.Variable(0.0, dtype="float64", trainable=False)
        self.seen = tf.Variable(0, dtype="int64", trainable=False)
        how = "eager" if plan.compiled == "eager" else "graph"
        self._begin, self._read = (Compiled(tf, function, how) for function in (self._set_back, self._values))

    @property
    def variables(self) -> list[Any]:
        """The running metrics' variables, the losses added up, the rows."""
        return [*(v for one in self.running.values() for v in one.metric.variables), self.total, self.seen]

    def jobs(self) -> list[Job]:
        """Return what is to be traced before the first step."""
        return [Job(self._begin, None), Job(self._read, None)]

    def begin(self) -> None:
        """Set all to nothing."""
        self._begin()

    def add(self, rows: Batch, outputs: Any, value: Any) -> None:
        """Take in a step: its rows, what the network gave for them, and their mean loss."""
        tf, count = self.tf, int(rows.inputs.shape[0])
        self.total.assign_add(tf.cast(value, "float64") * count)
        self.seen.assign_add(count)
        every = self.running.values()
        told = {moved: predicted(tf, self.plan, outputs, moved=moved) for moved in {one.moved for one in every}}
        for form, metric, moved in every:
            metric.update_state(shown(tf, self.plan, rows.labels, form, moved=moved), told[moved], rows.sample_weights)

    def so_far(self) -> SoFar:
        """Return what all since `begin` came to."""
        total, seen, finite, *metrics = self._read().numpy().tolist()
        return SoFar(total / max(seen, 1), dict(zip(self.running, metrics, strict=True)), bool(finite))

    def _set_back(self) -> None:
        self.total.assign(0.0)
        self.seen.assign(0)
        for one in self.running.values():
            one.metric.reset_state()

    def _values(self) -> Any:
        """Return the sum of losses, the rows, 1 where all weights are finite, and the metrics as one float64 vector."""
        tf = self.tf
        finite = tf.reduce_all([tf.reduce_all(tf.math.is_finite(weight.value)) for weight in self.weights])
        metrics = [tf.reduce_mean(one.metric.result()) for one in self.running.values()]
        return tf.stack([tf.cast(value, "float64") for value in (self.total, self.seen, finite, *metrics)])


@contextmanager
def _computing_in(keras: Any, kind: str) -> Iterator[None]:
    """Have the Keras metrics that are made in the body compute in `kind`."""
    before = keras.config.floatx()
    keras.config.set_floatx(kind)
    try:
        yield
    finally:
        keras.config.set_floatx(before)
