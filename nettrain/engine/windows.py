"""The training rows in the order of an epoch: all on the device, or in windows that follow each other from disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nettrain.data.parallel import meanwhile
from nettrain.plan.memory import WINDOW
from nettrain.plan.rows import Rows


class Batch(NamedTuple):
    """Training rows, each field (rows, ...); as a tensor, or None where every row counts the same."""

    inputs: Any
    labels: Any
    loss_weights: Any | None
    """What each row counts in the loss."""
    sample_weights: Any | None
    """What each row counts in the metrics."""


class Window(NamedTuple):
    """The rows of the steps `first` <= step < `last` of an epoch; all windows have one shape."""

    rows: Batch
    first: int
    last: int


class Epoch(Protocol):
    """The training rows in the order of one epoch."""

    def window(self, step: int) -> Window:
        """Return a window that holds a step of full size."""

    def rest(self) -> Window:
        """Return the rows behind the last full step."""


class Held:
    """All rows on the device."""

    def __init__(self, tf: Any, rows: Batch, size: int) -> None:
        self.tf, self.rows, self.size = tf, rows, size
        self.full = rows.inputs.shape[0] // size

    def ordered(self, order: NDArray[np.int32]) -> Held:
        """Return the same rows in an epoch's order."""
        index = self.tf.constant(order)
        return Held(self.tf, _each(lambda part: self.tf.gather(part, index), self.rows), self.size)

    def window(self, step: int) -> Window:
        """Return everything."""
        return Window(self.rows, 0, self.full)

    def rest(self) -> Window:
        """Return the rows behind the last full step."""
        cut = slice(self.full * self.size, None)
        return Window(_each(lambda part: part[cut], self.rows), self.full, self.full + 1)


class Streamed:
    """Rows taken from a file, a window ahead of the one that is trained on."""

    def __init__(self, tf: Any, rows: Rows, size: int) -> None:
        self.tf, self.rows, self.size = tf, parts(rows), size
        self.full = len(rows) // size
        # Cutting a batch out of more rows and taking all of one batch are compiled to other bits: so never the latter.
        least = 1 if len(rows) == size else 2
        self.steps = max(least, min(WINDOW // (4 * rows.inputs.shape[1] * size), self.full))
        self.order: NDArray[np.int32] = np.empty(0, np.int32)
        self.number = -1
        self.here: Window | None = None
        self.next: Callable[[], Batch] | None = None

    def ordered(self, order: NDArray[np.int32]) -> Streamed:
        """Take the rows in an epoch's order from here on."""
        if self.next is not None:
            self.next()
        self.order, self.number, self.here, self.next = order, -1, None, None
        return self

    def window(self, step: int) -> Window:
        """Return the window that holds a step; the one behind it is fetched meanwhile."""
        number = step // self.steps
        if self.here is None or number != self.number:
            follows = self.next is not None and number == self.number + 1
            taken = self.next() if follows and self.next else self._taken(number)
            first = number * self.steps
            self.here = Window(_each(self.tf.constant, taken), first, min(first + self.steps, self.full))
            self.number = number
            more = (number + 1) * self.steps < self.full
            self.next = meanwhile(self._taken, number + 1) if more else None
        return self.here

    def rest(self) -> Window:
        """Return the rows behind the last full step."""
        taken = self._gathered(self.order[self.full * self.size :])
        return Window(_each(self.tf.constant, taken), self.full, self.full + 1)

    def _taken(self, number: int) -> Batch:
        """Take a window's rows; the last one is filled up with rows that no step touches."""
        wide = self.steps * self.size
        index = self.order[number * wide : (number + 1) * wide]
        return self._gathered(np.resize(index, wide))

    def _gathered(self, index: NDArray[np.int32]) -> Batch:
        taken = _each(lambda part: np.take(part, index, axis=0), self.rows)
        released(self.rows.inputs)
        return taken


def parts(rows: Rows) -> Batch:
    """Return what a step takes of encoded rows."""
    weights = None if rows.sample_weights is None else rows.sample_weights.astype(np.float32)
    return Batch(rows.inputs, rows.labels, rows.loss_weights, weights)


def _each(function: Callable[[Any], Any], rows: Batch) -> Batch:
    return Batch(*(None if part is None else function(part) for part in rows))


def loaded(tf: Any, rows: Rows, size: int) -> Callable[[NDArray[np.int32]], Epoch]:
    """Make the training rows ready, `size` of them a step; return a function that puts them in an epoch's order."""
    if isinstance(rows.inputs, np.memmap):
        return Streamed(tf, rows, size).ordered
    return Held(tf, _each(tf.constant, parts(rows)), size).ordered


def released(inputs: NDArray[np.float32]) -> None:
    """Let go of what was read of a mapped file, so that memory stays flat; the system may keep it in its cache."""
    mapped = getattr(inputs, "_mmap", None)
    if mapped is not None and hasattr(mapped, "madvise"):
        import mmap

        mapped.madvise(mmap.MADV_DONTNEED)
