"""The compiled functions: many training steps in one call, and predictions with their loss."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.task import Form, Link, Task
from nettrain.engine.network import build_network
from nettrain.engine.windows import Epoch, loaded, released
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows
from nettrain.plan.units import unit

CHUNK = 8192
"""Rows of one call when predicting."""


class Steps:
    """A network with all that one training step reads and changes.

    The loop over steps runs inside one compiled call, from step `first` up to `last`; how an epoch is cut into calls
    does not change a bit of the result.
    """

    def __init__(self, tf: Any, keras: Any, plan: Plan) -> None:
        self.tf, self.plan = tf, plan
        self.network = build_network(plan, keras)
        self.weights = self.network.trainable_variables
        self.optimizer = plan.config.train.optimizer.build(keras)
        self.optimizer.build(self.weights)
        self.loss = plan.loss.build(keras)
        self.margin = plan.loss.link(plan.target) is Link.MARGIN and plan.outputs == 1
        width = 2 if self.margin else plan.outputs  # a lone margin is shown to metrics as two scores, -s and s
        self.running = {
            metric.yaml_name(): (metric.form(plan.target, width), metric.running(keras, plan.target, width))
            for metric in plan.metrics
            if metric.runs(plan.target, width)
        }
        self.total = tf.Variable(0.0, dtype="float64", trainable=False)
        self.seen = tf.Variable(0, dtype="int64", trainable=False)
        self._train = self._compiled(self._train_steps)
        self._train_rest = self._compiled(self._rest)
        self._forward = self._compiled(self._outputs)
        self._judge = self._compiled(self._outputs_and_loss)

    @property
    def variables(self) -> list[Any]:
        """Everything that the next step depends on, in a fixed order."""
        metrics = [v for _, running in self.running.values() for v in running.variables]
        return [*self.network.variables, *self.optimizer.variables, *metrics, self.total, self.seen]

    def load(self, rows: Rows) -> Callable[[NDArray[np.int32]], Epoch]:
        """Make the training rows ready; return a function that puts them in an epoch's order."""
        return loaded(self.tf, rows, self.plan.batch_size)

    def begin(self) -> None:
        """Set the sums of an epoch to nothing."""
        self.total.assign(0.0)
        self.seen.assign(0)
        for _, running in self.running.values():
            running.reset_state()

    def train(self, epoch: Epoch, first: int, last: int) -> None:
        """Take the steps `first` <= step < `last`; a partial batch at the end is a step of its own."""
        full = self.plan.rows["train"] // self.plan.batch_size
        step = first
        while step < min(last, full):
            window = epoch.window(step)
            end = min(last, window.last)
            ends = self.tf.constant(step - window.first), self.tf.constant(end - window.first)
            self._train(window.inputs, window.labels, window.weights, *ends)
            step = end
        if last > full:
            rest = epoch.rest()
            self._train_rest(rest.inputs, rest.labels, rest.weights)

    def mean_loss(self) -> float:
        """Return the loss of the epoch so far: the mean over its rows, penalties included."""
        return float(self.total.numpy() / max(int(self.seen.numpy()), 1))

    def values(self) -> dict[str, float]:
        """Return loss and running metrics of the epoch so far, and the learning rate."""
        metrics = {name: float(np.mean(running.result())) for name, (_, running) in self.running.items()}
        return {"loss": self.mean_loss(), **metrics}

    def learning_rate(self) -> float:
        """Return the learning rate of the next step."""
        return float(self.optimizer.learning_rate.numpy())

    def finite(self) -> bool:
        """Return whether every weight is a finite number."""
        return all(bool(self.tf.reduce_all(self.tf.math.is_finite(weight.value))) for weight in self.weights)

    def outputs(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the network gives for the rows (rows, width): (rows, outputs)."""
        parts = []
        for cut in _chunks(len(inputs)):
            parts.append(self._forward(self.tf.constant(inputs[cut])).numpy())
            released(inputs)
        return np.concatenate(parts)

    def outputs_and_loss(self, rows: Rows) -> tuple[NDArray[np.float32], float]:
        """Return the outputs (rows, outputs) and the mean loss over the rows, penalties included."""
        tf, parts, total = self.tf, [], 0.0
        for cut in _chunks(len(rows)):
            outputs, loss = self._judge(tf.constant(rows.inputs[cut]), tf.constant(rows.labels[cut]))
            parts.append(outputs.numpy())
            total += float(loss)
            released(rows.inputs)
        return np.concatenate(parts), total / len(rows)

    @contextlib.contextmanager
    def averaged(self) -> Iterator[None]:
        """Put the moving average of the weights in their place, where the optimizer keeps one."""
        if not self.plan.config.train.optimizer.use_ema:
            yield
            return
        kept = [weight.numpy() for weight in self.weights]
        self.optimizer.finalize_variable_values(self.weights)
        try:
            yield
        finally:
            for weight, value in zip(self.weights, kept, strict=True):
                weight.assign(value)

    def _compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        how = self.plan.compiled
        if how == "eager":
            return function
        compiled: Callable[..., Any] = self.tf.function(function, jit_compile=how == "xla", reduce_retracing=False)
        return compiled

    def _train_steps(self, inputs: Any, labels: Any, weights: Any, first: Any, last: Any) -> None:
        tf, size = self.tf, self.plan.batch_size

        def body(step: Any) -> tuple[Any]:
            begin = step * size
            batch = tf.slice(inputs, [begin, 0], [size, inputs.shape[1]])
            shape = [size, *labels.shape[1:]]
            truth = tf.slice(labels, [begin] + [0] * (len(shape) - 1), shape)
            self._step(batch, truth, None if weights is None else tf.slice(weights, [begin], [size]))
            return (step + 1,)

        tf.while_loop(lambda step: step < last, body, (first,), parallel_iterations=1)

    def _rest(self, inputs: Any, labels: Any, weights: Any) -> None:
        self._step(inputs, labels, weights)

    def _step(self, inputs: Any, labels: Any, weights: Any) -> None:
        tf, count = self.tf, int(inputs.shape[0])
        with tf.GradientTape() as tape:
            outputs = self._passed(inputs, training=True)
            losses = self._losses(labels, outputs)
            if weights is not None:
                losses *= weights
            value = tf.reduce_sum(losses) / count + sum(self.network.losses)
            scaled = self.optimizer.scale_loss(value)
        self.optimizer.apply(tape.gradient(scaled, self.weights), self.weights)
        self.total.assign_add(tf.cast(value, "float64") * count)
        self.seen.assign_add(count)
        predicted = self._predicted(outputs)
        for form, running in self.running.values():
            running.update_state(self._own_unit(self._formed(labels, form)), predicted)

    def _outputs(self, inputs: Any) -> Any:
        return self._passed(inputs, training=False)

    def _outputs_and_loss(self, inputs: Any, labels: Any) -> tuple[Any, Any]:
        outputs = self._passed(inputs, training=False)
        penalties = sum(self.network.losses) * int(inputs.shape[0])
        return outputs, self.tf.reduce_sum(self._losses(labels, outputs)) + penalties

    def _passed(self, inputs: Any, *, training: bool) -> Any:
        """Pass encoded rows (rows, width) through the network, in the shape that its first layer takes."""
        shape = self.plan.inputs.shape
        rows = inputs if len(shape) == 1 else self.tf.reshape(inputs, (-1, *shape))
        return self.network(rows, training=training)

    def _losses(self, labels: Any, outputs: Any) -> Any:
        return self.loss(self._formed(labels, self.plan.loss.form(self.plan.target, self.plan.outputs)), outputs)

    def _formed(self, labels: Any, form: Form) -> Any:
        tf = self.tf
        if self.plan.target.task is Task.REGRESSION or form is Form.CODE:
            return labels
        if form is Form.ONE_HOT:
            return tf.one_hot(labels, self.plan.target.width)
        return tf.cast(labels, "float32")[:, None]

    def _predicted(self, outputs: Any) -> Any:
        """Turn outputs into what running metrics take: probabilities, margins, or numbers in their own unit."""
        if self.plan.target.task is Task.REGRESSION:
            return self._own_unit(outputs)
        if self.margin:
            return self.tf.concat([-outputs, outputs], axis=1)
        if self.plan.loss.link(self.plan.target) is not Link.LOGIT:
            return outputs
        return self.tf.sigmoid(outputs) if self.plan.outputs == 1 else self.tf.nn.softmax(outputs)

    def _own_unit(self, numbers: Any) -> Any:
        if self.plan.target.task is not Task.REGRESSION:
            return numbers
        own = unit(self.plan)
        straight = numbers * own.factor.astype("float32") + own.shift.astype("float32")
        if not own.curved.any():
            return straight
        bent = self.tf.sign(straight) * self.tf.math.expm1(self.tf.abs(straight))
        return self.tf.where(own.curved, bent, straight)


def _chunks(rows: int) -> list[slice]:
    return [slice(start, start + CHUNK) for start in range(0, rows, CHUNK)]
