"""A small store of encoded rows for tests."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nettrain.data.store import Sink, Store, key_of, write_store

ROWS = np.arange(12, dtype="float32").reshape(4, 3)
KEY = key_of(["a", "file"])


def put(sink: Sink, first: int, rows: np.ndarray) -> None:
    block = sink.room(first, len(rows))
    block[:] = rows
    sink.take(first, block)


def fill(sinks: Mapping[str, Sink]) -> dict[str, int]:
    """Fill in the rows, the last ones first."""
    put(sinks["train"], 1, ROWS[1:])
    put(sinks["train"], 0, ROWS[:1])
    return {"answer": 42}


def made(key: str = KEY) -> Store:
    return write_store(key, {"train": ROWS.shape}, fill)
