"""What training will need of memory, against what there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from nettrain.plan.network import PlannedLayer

BYTES = 4
"""A number of float32."""
TENSORFLOW = 700 * 2**20
"""Bytes that TensorFlow itself takes once it has compiled a small network (measured: 0.6 to 0.7 GB)."""


COPIES = 2
"""Copies of the state that are in memory while one is written."""
WINDOW = 64 * 2**20
"""Bytes of encoded rows that are in memory at a time where they are kept on disk; there are three such windows."""


class Memory(NamedTuple):
    """Bytes by what they hold."""

    weights: int
    """Weights, gradients, the optimizer's numbers, the copy of the best weights, and two copies of the state: the one
    that was saved last and the one that is being written."""
    batch: int
    """What all layers put out for one batch, forward and backward."""
    rows: int
    """The encoded rows and the copy in the order of the epoch; windows of them where they are kept on disk."""

    @property
    def total(self) -> int:
        """Everything, TensorFlow included."""
        return self.weights + self.batch + self.rows + TENSORFLOW


def rows_bytes(width: int, rows: int, train_rows: int) -> int:
    """Return the bytes of encoded rows with one target, and of the training rows in the order of an epoch."""
    return (width + 1) * BYTES * (rows + train_rows)


def estimate(layers: Sequence[PlannedLayer], slots: int, batch: int, rows: int) -> Memory:
    """Estimate the memory of a training run.

    `slots` are the optimizer's numbers for each weight, `batch` the rows of a step, `rows` the bytes of all rows.
    """
    weights = sum(planned.params for planned in layers)
    put_out = sum(math.prod(planned.outputs) for planned in layers) + math.prod(layers[0].inputs)
    return Memory(
        weights * BYTES * (3 + slots + COPIES * (1 + slots)),
        2 * put_out * BYTES * batch,
        rows,
    )
