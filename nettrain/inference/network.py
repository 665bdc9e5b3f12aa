"""Encoded rows -> the network's outputs, by LiteRT: without TensorFlow, a fixed number of rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.quiet import quiet

BATCH = 1024
"""Most rows that the network takes at a time: fewer calls cost less, and these still stay in a core's cache."""
FLOATS = 1 << 22
"""Most numbers that one layer's outputs may be at a time."""


def batch_of(width: int) -> int:
    """Return how many rows to take at a time where the widest layer gives `width` numbers for each: a power of two."""
    return min(BATCH, 1 << max(0, (FLOATS // max(width, 1)).bit_length() - 1))


class Network:
    """A LiteRT model that takes as many rows at a time as it was exported for.

    Each of its interpreters runs on one thread, and a row gives the same bits wherever it stands: what is short of a
    full batch is filled up with zeros. It may be called from as many threads as it has interpreters.
    """

    def __init__(self, content: bytes, threads: int = 1) -> None:
        """Make `threads` interpreters of a model file's content. Raises ValueError if it is none."""
        with quiet():
            from ai_edge_litert.interpreter import Interpreter

            made = [Interpreter(model_content=content, num_threads=1) for _ in range(threads)]
            for interpreter in made:
                interpreter.allocate_tensors()
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

    def __call__(self, pieces: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the outputs (rows, outputs) of rows that come in pieces (rows, width).

        A piece need only be there until the next is asked for.
        """
        interpreter = self._free.get()
        try:
            cuts = (piece[at : at + self.batch] for piece in pieces for at in range(0, len(piece), self.batch))
            parts = [self._run(interpreter, cut) for cut in cuts]
        finally:
            self._free.put(interpreter)
        return np.concatenate(parts) if parts else np.empty((0, self.width), np.float32)

    def _run(self, interpreter: Any, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        taken = interpreter.tensor(self._input)()  # the model's own memory: nobody may hold it while the model runs
        taken[: len(rows)] = rows.reshape(-1, *self.shape)
        taken[len(rows) :] = 0
        del taken
        interpreter.invoke()
        made: NDArray[np.float32] = interpreter.tensor(self._output)()[: len(rows)].copy()
        return made
