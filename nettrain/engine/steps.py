"""The compiled functions: many training steps in one call, and predictions with their loss."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nettrain.components.task import Task
from nettrain.engine.compiling import Compiled, Job, compile_all
from nettrain.engine.draws import draw_fast
from nettrain.engine.forms import formed
from nettrain.engine.network import build_network
from nettrain.engine.packed import Packed
from nettrain.engine.precision import FULL, HALF
from nettrain.engine.state import assign
from nettrain.engine.sums import Sums
from nettrain.engine.warmup import Warmup
from nettrain.engine.windows import Batch, Epoch, loaded, released
from nettrain.names import TEST, TRAIN, VALIDATION
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows

CHUNK = 2048
"""Most rows of one call when predicting."""
CHUNK_WORK = 2**32
"""Most products of one such call: about a tenth of a second, so that signals are answered at once."""


class Steps:
    """A network with all that one training step reads and changes.

    The loop over steps runs inside one compiled call, from step `first` up to `last`; how an epoch is cut into calls
    does not change a bit of the result.
    """

    def __init__(self, tf: Any, keras: Any, plan: Plan, precision: str = FULL, strategy: Any = None) -> None:
        """Build the network; `strategy` says on which devices, by default on one."""
        self.tf, self.keras, self.plan, self.precision = tf, keras, plan, precision
        self.strategy = strategy or tf.distribute.get_strategy()
        self.devices = self.strategy.num_replicas_in_sync
        keras.backend.clear_session(free_memory=False)  # layer names count from the start in every run
        with self.strategy.scope():
            self._build()
        self.loss = plan.loss.build(keras)
        self.sums = Sums(tf, keras, plan, self.weights)
        self.rest = plan.rows[TRAIN] % plan.batch_size
        self.fills = not any(planned.layer.penalises() for planned in plan.layers)
        """Whether rows are filled up to a chunk: zeros would change a loss that is raised by what leaves a layer."""
        self._train = Compiled(tf, partial(self._train_steps, plan.batch_size), plan.compiled)
        self._train_rest = Compiled(tf, partial(self._train_steps, self.rest), plan.compiled)
        shapes: Literal["one", "any"] = "one" if self.fills else "any"
        self._judge = Compiled(tf, self._outputs_and_losses, plan.compiled, shapes=shapes)

    def _build(self) -> None:
        """Make what each device has of its own: the network and the optimizer."""
        tf, keras, plan, optimizer = self.tf, self.keras, self.plan, self.plan.config.train.optimizer
        self.network = build_network(plan, keras, self.precision)
        draw_fast(tf, keras, plan, self.network)
        self.weights = self.network.trainable_variables
        self.optimizer = optimizer.build(keras)
        self.warmup = Warmup(tf, keras, optimizer, self.optimizer, plan.warmup) if plan.warmup else None
        steady = all(planned.layer.keeps_weights() for planned in plan.layers)
        allowed = optimizer.packs() and steady and self.devices == 1
        self.packed = Packed(tf, keras, self.weights, allowed=allowed)
        self.optimizer.build(self.packed.variables)
        if self.precision == HALF and optimizer.loss_scale_factor is None:  # float16 has no gradients below 6e-8
            self.optimizer = keras.optimizers.LossScaleOptimizer(self.optimizer)
            self.optimizer.build(self.packed.variables)  # built here, nadam would not count its product of momenta

    @property
    def variables(self) -> list[Any]:
        """Everything that the next step depends on, in a fixed order."""
        rate = [self.warmup.variable] if self.warmup and self.warmup.variable is not None else []
        return [*self.network.variables, *self.optimizer.variables, *rate, *self.sums.variables]

    def load(self, rows: Rows) -> Callable[[NDArray[np.int32]], Epoch]:
        """Make the training rows ready; return a function that puts them in an epoch's order."""
        return loaded(self.tf, rows, self.plan.batch_size)

    def compile(self, epoch: Epoch) -> None:
        """Compile what an epoch needs, so that no step has to wait for it; nothing changes, and signals are heard."""
        if self.plan.compiled == "eager":
            return
        parts = [(self._train, epoch.window(0))] if self.plan.rows[TRAIN] >= self.plan.batch_size else []
        parts += [(self._train_rest, epoch.rest())] if self.rest else []
        none = self.tf.constant(0)
        jobs = [Job(how, (part.rows, none, none)) for how, part in parts]
        rows = np.zeros((self._chunk, self.plan.inputs.size), np.float32)
        compile_all([*jobs, Job(self._judge, self._filled(rows)), *self.sums.jobs()])

    def train(self, epoch: Epoch, first: int, last: int) -> None:
        """Take the steps `first` <= step < `last`; a partial batch at the end is a step of its own."""
        tf, full = self.tf, self.plan.rows[TRAIN] // self.plan.batch_size
        step = first
        while step < min(last, full):
            window = epoch.window(step)
            end = min(last, window.last)
            ends = tf.constant(step - window.first), tf.constant(end - window.first)
            self._train(window.rows, *ends)
            step = end
        if last > full:
            self._train_rest(epoch.rest().rows, tf.constant(0), tf.constant(1))

    def learning_rate(self) -> float:
        """Return the learning rate of the next step."""
        return float(self.optimizer.learning_rate.numpy())

    def set_rate(self, rate: float) -> None:
        """Give a learning rate that is no schedule another value: the whole one, of which a warm-up leaves a part."""
        if self.warmup:
            self.warmup.variable.assign(rate)  # type: ignore[union-attr]
        else:
            self.optimizer.learning_rate = rate

    def outputs(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the network gives for the rows (rows, width): (rows, outputs)."""
        return np.concatenate([self._judge(*self._filled(part))[0].numpy()[: len(part)] for part in self._cut(inputs)])

    def outputs_and_loss(self, rows: Rows) -> tuple[NDArray[np.float32], float]:
        """Return the outputs (rows, outputs) and the loss as training does: the sum of what each row counts times its
        loss, divided by the number of rows, and the penalties."""
        counts = np.ones(len(rows)) if rows.sample_weights is None else rows.sample_weights
        parts, total, penalties, at = [], 0.0, 0.0, 0
        for part in self._cut(rows.inputs):
            end = at + len(part)
            outputs, losses, penalty = self._judge(*self._filled(part, rows.labels[at:end]))
            parts.append(outputs.numpy()[: len(part)])
            total += float((losses.numpy()[: len(part)] * counts[at:end]).sum(dtype=np.float64))
            penalties, at = penalties + float(penalty) * len(part), end
        return np.concatenate(parts), (total + penalties) / len(rows)

    def in_full(self) -> Steps:
        """Return the network with its weights as it is judged and predicts: in float32, on one device."""
        if self.precision == FULL and self.devices == 1:
            return self
        made = Steps(self.tf, self.keras, self.plan)
        assign(made.network.variables, [variable.numpy() for variable in self.network.variables])
        return made

    def average(self) -> None:
        """Give the weights their moving average, where the optimizer keeps one."""
        if self.plan.config.train.optimizer.use_ema:
            self.optimizer.finalize_variable_values(self.packed.variables)
            self.packed.scatter()

    @contextlib.contextmanager
    def averaged(self) -> Iterator[None]:
        """Put the moving average of the weights in their place, where the optimizer keeps one."""
        if not self.plan.config.train.optimizer.use_ema:
            yield
            return
        kept = [weight.numpy() for weight in self.weights]
        self.average()
        try:
            yield
        finally:
            for weight, value in zip(self.weights, kept, strict=True):
                weight.assign(value)

    def _train_steps(self, size: int, rows: Batch, first: Any, last: Any) -> None:
        """Take steps of `size` rows."""
        tf = self.tf

        def body(step: Any) -> tuple[Any]:
            self._step(Batch(*(_sliced(tf, part, step * size, size) for part in rows)))
            return (step + 1,)

        self.packed.gather()
        tf.while_loop(lambda step: step < last, body, (first,), parallel_iterations=1)
        self.packed.scatter()

    def _step(self, rows: Batch) -> None:
        """Take a step on all devices, and add what came out to the sums of the epoch."""
        tf, count = self.tf, int(rows.inputs.shape[0])
        parts = 1 if count % self.devices else self.devices
        made = self.strategy.run(partial(self._step_of_a_part, parts), (rows.inputs, rows.labels, rows.loss_weights))
        outputs, values = (self.strategy.experimental_local_results(each) for each in made)
        together = tf.concat(outputs[:parts], 0) if parts > 1 else outputs[0]
        self.sums.add(rows, together, tf.add_n(values))

    def _step_of_a_part(self, parts: int, inputs: Any, labels: Any, weights: Any) -> tuple[Any, Any]:
        """Take a step on one device's part of a batch; return its outputs and its share of the loss.

        A batch that cannot be cut evenly goes through every device as a whole, each with its share of the weight.
        """
        tf, count = self.tf, int(inputs.shape[0])
        if parts > 1:
            place = tf.distribute.get_replica_context().replica_id_in_sync_group * (count // parts)
            inputs, labels, weights = (_sliced(tf, part, place, count // parts) for part in (inputs, labels, weights))
        small = self.packed.parts()
        with tf.GradientTape() as tape:
            tape.watch(small)
            outputs, penalties = self._trained(inputs, small)
            losses = self._losses(labels, outputs)
            if weights is not None:
                losses *= weights
            value = tf.reduce_sum(losses) / (count * self.devices // parts) + penalties / self.devices
            scaled = self.optimizer.scale_loss(value)
        gradients = self.packed.gradients(*tape.gradient(scaled, [small, self.packed.large]))
        if self.plan.config.train.optimizer.loss_scale_factor:  # Keras divides by it, which it cannot do row by row
            gradients = [None if gradient is None else tf.convert_to_tensor(gradient) for gradient in gradients]
        self.optimizer.apply(gradients, self.packed.variables)
        return outputs, value

    def _trained(self, inputs: Any, parts: Sequence[Any]) -> tuple[Any, Any]:
        """Pass a batch through the network as training does; return outputs and penalties, update moving statistics."""
        if not parts:
            return self._passed(inputs, training=True), self._penalties()
        with self.packed.scope(parts) as scope:
            outputs = self._passed(inputs, training=True)
            penalties = self._penalties()
        for variable in self.network.non_trainable_variables:
            if (value := scope.get_current_value(variable)) is not None:
                variable.assign(value)
        return outputs, penalties

    def _outputs_and_losses(self, inputs: Any, labels: Any) -> tuple[Any, Any, Any]:
        """Return outputs, the loss of each row, and the penalties."""
        outputs = self._passed(inputs, training=False)
        return outputs, self._losses(labels, outputs), self._penalties()

    def _penalties(self) -> Any:
        return self.tf.add_n([self.tf.zeros([]), *(self.tf.cast(loss, "float32") for loss in self.network.losses)])

    def _passed(self, inputs: Any, *, training: bool) -> Any:
        """Pass encoded rows (rows, width) through the network, in the shape that its first layer takes."""
        shape = self.plan.inputs.shape
        rows = inputs if len(shape) == 1 else self.tf.reshape(inputs, (-1, *shape))
        return self.network(rows, training=training)

    def _losses(self, labels: Any, outputs: Any) -> Any:
        return self.loss(
            formed(self.tf, self.plan, labels, self.plan.loss.form(self.plan.target, self.plan.outputs)), outputs
        )

    @property
    def _chunk(self) -> int:
        """Rows of a call when predicting: always the same, so that one function does for all and bits stay the same."""
        work = sum(planned.params * math.prod(planned.outputs[:-1]) for planned in self.plan.layers)
        rows = self.plan.rows.get(VALIDATION) or self.plan.rows.get(TEST) or self.plan.rows[TRAIN]
        most = min(CHUNK, CHUNK_WORK // max(work, 1))
        return max(32, min(1 << (rows - 1).bit_length(), 1 << max(0, most.bit_length() - 1)))

    def _cut(self, inputs: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        size = self._chunk
        for start in range(0, len(inputs), size):
            yield inputs[start : start + size]
            released(inputs)

    def _filled(self, inputs: NDArray[np.float32], labels: NDArray[Any] | None = None) -> tuple[Any, Any]:
        """Return rows and labels as tensors, filled up with zeros to the rows of a call where that changes nothing."""
        numbers = self.plan.target.task is Task.REGRESSION
        shape, kind = ((len(inputs), self.plan.target.width), "float32") if numbers else ((len(inputs),), "int32")
        labels = np.zeros(shape, kind) if labels is None else labels
        if self.fills:
            lacking = self._chunk - len(inputs)
            inputs, labels = (
                np.pad(inputs, [(0, lacking), (0, 0)]),
                np.pad(labels, [(0, lacking)] + [(0, 0)] * (labels.ndim - 1)),
            )
        return self.tf.constant(inputs), self.tf.constant(labels)


def _sliced(tf: Any, rows: Any, begin: Any, count: int) -> Any:
    """Return `count` rows from `begin` on; None of None."""
    return None if rows is None else tf.slice(rows, [begin] + [0] * (len(rows.shape) - 1), [count, *rows.shape[1:]])
