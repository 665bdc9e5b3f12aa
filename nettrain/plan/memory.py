"""What training will need of memory, against what there is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nettrain.plan.network import PlannedLayer

BYTES = 4
"""A number of float32."""
TENSORFLOW = 700 * 2**20
"""Bytes that TensorFlow itself takes once it has compiled a small network (measured: 0.6 to 0.7 GB)."""


class Memory(NamedTuple):
    """Bytes by what they hold."""

    weights: int
    """Weights, gradients, the optimizer's numbers, and the copy of the best weights."""
    batch: int
    """What all layers put out for one batch, forward and backward."""
    rows: int
    """The encoded rows, and the copy in the order of the epoch."""

    @property
    def total(self) -> int:
        """Everything, TensorFlow included."""
        return self.weights + self.batch + self.rows + TENSORFLOW


def estimate(layers: Sequence[PlannedLayer], slots: int, batch: int, rows: int, train_rows: int) -> Memory:
    """Estimate the memory of a training run.

    `slots` are the optimizer's numbers for each weight, `batch` the rows of a step, `rows` all rows of all sides.
    """
    weights = sum(planned.params for planned in layers)
    put_out = sum(_size(planned.outputs) for planned in layers) + _size(layers[0].inputs)
    width = _size(layers[0].inputs) + 1
    return Memory(
        weights * BYTES * (3 + slots),
        2 * put_out * BYTES * batch,
        width * BYTES * (rows + train_rows),
    )


def available() -> int:
    """Return the bytes that can still be had: free memory, or what the container's limit leaves of it."""
    free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                free = int(line.split()[1]) * 1024
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        if limit.isdigit():
            free = min(free, int(limit) - used)
    except OSError:
        pass
    return free


def spoken(count: int) -> str:
    """Return bytes as a person reads them: "12.3 MB", "4.1 GB"."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"


def _size(shape: Sequence[int]) -> int:
    size = 1
    for axis in shape:
        size *= axis
    return size
