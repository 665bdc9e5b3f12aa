"""Encoded rows -> the network's outputs, by LiteRT: without TensorFlow, a fixed number of rows at a time."""

from __future__ import annotations

from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nettrain.errors import DataError
from nettrain.quiet import quiet

BATCH = 1024
"""Most rows that the network takes at a time: fewer calls cost less, and these still stay in a core's cache."""
FLOATS = 1 << 22
"""Most numbers that one layer's outputs may be at a time."""


def batch_of(width: int) -> int:
    """Return how many rows to take at a time where the widest layer gives `width` numbers for each: a power of two."""
    return min(BATCH, 1 << max(0, (FLOATS // max(width, 1)).bit_length() - 1))


class Rows(Protocol):
    """Encoded rows, which are put together where they are wanted."""

    @property
    def height(self) -> int:
        """How many there are."""

    def put(self, first: int, room: NDArray[np.float32]) -> None:
        """Fill `room` (some, width), which lies in one piece, with the rows from `first` on."""

    def whole(self) -> NDArray[np.float32]:
        """Return all as an array (height, width)."""


class Array(NamedTuple):
    """Rows (height, width) that are together already."""

    rows: NDArray[np.float32]

    @property
    def height(self) -> int:
        """How many there are."""
        return len(self.rows)

    def put(self, first: int, room: NDArray[np.float32]) -> None:
        """Copy those from `first` on."""
        room[:] = self.rows[first : first + len(room)].reshape(room.shape)

    def whole(self) -> NDArray[np.float32]:
        """Return them."""
        return self.rows


class Network:
    """A LiteRT model that takes as many rows at a time as it was exported for.

    Each of its interpreters runs on one thread, and a row gives the same bits wherever it stands: what is short of a
    full batch is filled up with zeros. It may be called from as many threads as it has interpreters.
    """

    def __init__(self, content: bytes, threads: int = 1) -> None:
        """Make `threads` interpreters of a model file's content. Raises ValueError if it is none that LiteRT takes."""
        with quiet():
            from ai_edge_litert.interpreter import Interpreter

            made = [Interpreter(model_content=content, num_threads=1) for _ in range(threads)]
            try:
                for interpreter in made:
                    interpreter.allocate_tensors()
            except RuntimeError as error:
                raise ValueError(str(error)) from None
        self._free: SimpleQueue[Any] = SimpleQueue()
        for interpreter in made:
            self._free.put(interpreter)
        inputs, outputs = made[0].get_input_details()[0], made[0].get_output_details()[0]
        self.batch = int(inputs["shape"][0])
        """Rows at a time."""
        self.shape = tuple(int(n) for n in inputs["shape"][1:])
        """The shape of one row."""
        self.width = int(outputs["shape"][1])
        """Numbers that come out for a row."""
        self._input, self._output = inputs["index"], outputs["index"]

    def __call__(self, rows: Rows) -> NDArray[np.float32]:
        """Return the outputs (rows, outputs). Raises DataError where LiteRT cannot compute them."""
        made = np.empty((rows.height, self.width), np.float32)
        interpreter = self._free.get()
        try:
            for first in range(0, rows.height, self.batch):
                self._run(interpreter, rows, first, made[first : first + self.batch])
        finally:
            self._free.put(interpreter)
        return made

    def _run(self, interpreter: Any, rows: Rows, first: int, made: NDArray[np.float32]) -> None:
        # The rows are put together in the model's own memory, which nobody may hold while the model runs.
        room = interpreter.tensor(self._input)().reshape(self.batch, -1)
        rows.put(first, room[: len(made)])
        room[len(made) :] = 0
        del room
        try:
            interpreter.invoke()
        except RuntimeError as error:
            codes = "an embedding takes whole numbers from 0 to its input_dim - 1"
            said = codes if "gather" in str(error) else str(error)
            raise DataError(f"LiteRT cannot compute the outputs of some rows: {said}") from None
        made[:] = interpreter.tensor(self._output)()[: len(made)]
