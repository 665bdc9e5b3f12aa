"""A warm-up: the learning rate rises over the first steps, whatever gives it."""

from __future__ import annotations

from typing import Any

from nettrain.components.optimizer import Optimizer, Schedule


class Warmup:
    """What a Keras optimizer asks for its learning rate during a run with a warm-up.

    Of the first steps n = 0, 1, ... each has (n + 1) / (steps + 1) of the rate; a schedule begins behind them.
    Source: Goyal et al. 2017, Accurate, Large Minibatch SGD, section 2.2 (gradual warmup).
    """

    def __init__(self, tf: Any, keras: Any, ours: Optimizer, optimizer: Any, steps: int) -> None:
        """Take the place of the rate in `optimizer`, which `ours` has built."""
        self.tf, self.optimizer, self.steps = tf, optimizer, steps
        self.batches = ours.gradient_accumulation_steps or 1
        rate = ours.learning_rate
        self.schedule = rate.build(keras) if isinstance(rate, Schedule) else None
        self.variable = None if self.schedule else optimizer.learning_rate
        """The whole rate, where it is a number; the optimizer no longer counts it among its variables."""
        optimizer.learning_rate = self

    def __call__(self) -> Any:
        """Return the rate of the next step, a float32 scalar."""
        if self.variable is not None:
            return self.variable.value * self.share()
        return self.schedule(self.tf.maximum(self._step() - self.steps, 0)) * self.share()  # type: ignore[misc]

    def share(self) -> Any:
        """Return which part of the whole rate the next step has, a float32 scalar."""
        tf = self.tf
        return tf.minimum(tf.cast(self._step() + 1, "float32") / (self.steps + 1), 1.0)

    def _step(self) -> Any:
        return self.tf.cast(self.optimizer.iterations, "int64") * self.batches
