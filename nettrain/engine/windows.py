"""The training rows in the order of an epoch: all on the device, or in windows that follow each other from disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nettrain.plan.memory import WINDOW
from nettrain.plan.rows import Rows


class Window(NamedTuple):
    """Steps `first` <= step < `last` of an epoch: tensors (rows, ...), weights or None; all windows have one shape."""

    inputs: Any
    labels: Any
    weights: Any | None
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

    def __init__(self, tf: Any, rows: Rows, size: int) -> None:
        self.tf, self.size = tf, size
        self.arrays = [None if part is None else tf.constant(part) for part in (rows.inputs, rows.labels, rows.weights)]
        self.full = len(rows) // size

    def ordered(self, order: NDArray[np.int32]) -> Held:
        """Return the same rows in an epoch's order."""
        index = self.tf.constant(order)
        made = object.__new__(Held)
        made.tf, made.size, made.full = self.tf, self.size, self.full
        made.arrays = [None if part is None else self.tf.gather(part, index) for part in self.arrays]
        return made

    def window(self, step: int) -> Window:
        """Return everything."""
        inputs, labels, weights = self.arrays
        return Window(inputs, labels, weights, 0, self.full)

    def rest(self) -> Window:
        """Return the rows behind the last full step."""
        cut = slice(self.full * self.size, None)
        inputs, labels, weights = (None if part is None else part[cut] for part in self.arrays)
        return Window(inputs, labels, weights, self.full, self.full + 1)


class Streamed:
    """Rows taken from a file, a window ahead of the one that is trained on."""

    def __init__(self, tf: Any, rows: Rows, size: int) -> None:
        self.tf, self.rows, self.size = tf, rows, size
        self.full = len(rows) // size
        # Cutting a batch out of more rows and taking all of one batch are compiled to other bits: so never the latter.
        least = 1 if len(rows) == size else 2
        self.steps = max(least, min(WINDOW // (4 * rows.inputs.shape[1] * size), self.full))
        self.order: NDArray[np.int32] = np.empty(0, np.int32)
        self.pool = ThreadPoolExecutor(1)
        self.number = -1
        self.here: Window | None = None
        self.next: Future[list[Any]] | None = None

    def ordered(self, order: NDArray[np.int32]) -> Streamed:
        """Take the rows in an epoch's order from here on."""
        if self.next is not None:
            self.next.result()
        self.order, self.number, self.here, self.next = order, -1, None, None
        return self

    def window(self, step: int) -> Window:
        """Return the window that holds a step; the one behind it is fetched meanwhile."""
        number = step // self.steps
        if self.here is None or number != self.number:
            follows = self.next is not None and number == self.number + 1
            taken = self.next.result() if follows and self.next else self._taken(number)
            first = number * self.steps
            inputs, labels, weights = (None if part is None else self.tf.constant(part) for part in taken)
            self.here = Window(inputs, labels, weights, first, min(first + self.steps, self.full))
            self.number = number
            more = (number + 1) * self.steps < self.full
            self.next = self.pool.submit(self._taken, number + 1) if more else None
        return self.here

    def rest(self) -> Window:
        """Return the rows behind the last full step."""
        parts = self._gathered(self.order[self.full * self.size :])
        inputs, labels, weights = (None if part is None else self.tf.constant(part) for part in parts)
        return Window(inputs, labels, weights, self.full, self.full + 1)

    def _taken(self, number: int) -> list[Any]:
        """Take a window's rows; the last one is filled up with rows that no step touches."""
        wide = self.steps * self.size
        index = self.order[number * wide : (number + 1) * wide]
        return self._gathered(np.resize(index, wide))

    def _gathered(self, index: NDArray[np.int32]) -> list[Any]:
        parts = (self.rows.inputs, self.rows.labels, self.rows.weights)
        taken = [None if part is None else np.take(part, index, axis=0) for part in parts]
        released(self.rows.inputs)
        return taken


def loaded(tf: Any, rows: Rows, size: int) -> Callable[[NDArray[np.int32]], Epoch]:
    """Make the training rows ready, `size` of them a step; return a function that puts them in an epoch's order."""
    return (Streamed if isinstance(rows.inputs, np.memmap) else Held)(tf, rows, size).ordered


def released(inputs: NDArray[np.float32]) -> None:
    """Let go of what was read of a mapped file, so that memory stays flat; the system may keep it in its cache."""
    mapped = getattr(inputs, "_mmap", None)
    if mapped is not None and hasattr(mapped, "madvise"):
        import mmap

        mapped.madvise(mmap.MADV_DONTNEED)
