"""Frames in a row: kept in memory, or on disk once they are more than the budget allows."""

from __future__ import annotations

import io
import os
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import polars as pl

from nettrain.errors import RunError


class Chunks:
    """Frames with the same columns, in the order in which they were added, read as often as wanted.

    Beyond `budget` bytes all of them lie in one temporary file in `folder`, which has no name and is gone with the
    process, however that ends.
    """

    def __init__(self, budget: int, folder: Path) -> None:
        self.budget, self.folder = budget, folder
        self.heights: list[int] = []
        self.bytes = 0
        self._held: list[pl.DataFrame] = []
        self._file: IO[bytes] | None = None
        self._ends = [0]

    @property
    def rows(self) -> int:
        """Return the number of rows of all frames."""
        return sum(self.heights)

    @property
    def spilled(self) -> bool:
        """Return whether the frames lie on disk."""
        return self._file is not None

    def add(self, frame: pl.DataFrame) -> None:
        """Add a frame. Raises RunError where the disk does not take it."""
        self.heights.append(frame.height)
        self.bytes += int(frame.estimated_size())
        self._held.append(frame)
        if self.spilled or self.bytes > self.budget:
            self._spill()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        if self._file is None:
            yield from self._held
            return
        for start, end in zip(self._ends, self._ends[1:], strict=False):
            yield pl.read_ipc(io.BytesIO(os.pread(self._file.fileno(), end - start, start)))

    def drained(self) -> Iterator[pl.DataFrame]:
        """Yield the frames for the last time: each is let go of as soon as it was taken."""
        if self._file is not None:
            yield from self
            return
        self._held.reverse()
        while self._held:
            yield self._held.pop()

    def _spill(self) -> None:
        try:
            if self._file is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._file = tempfile.TemporaryFile(dir=self.folder, buffering=0)  # noqa: SIM115 (open as long as self)
                weakref.finalize(self, self._file.close)
            for frame in self._held:
                frame.write_ipc(self._file)
                self._ends.append(os.lseek(self._file.fileno(), 0, os.SEEK_CUR))
        except OSError as error:
            message = f"rows beyond the memory's budget cannot be put into {self.folder}: {error.strerror}"
            raise RunError(f"{message}; set NETTRAIN_CACHE to a folder with room, or raise data.memory") from None
        self._held = []
