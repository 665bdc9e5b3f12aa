"""Frames in a row: kept in memory, or on disk once they are more than the budget allows."""

from __future__ import annotations

import io
import os
import tempfile
import weakref
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import IO

import polars as pl

from nettrain.atomic import reason
from nettrain.errors import RunError

PART = 1 << 28
"""Bytes of frames in one temporary file, about: so much of the disk, and of its cache, comes free at once."""


class Chunks:
    """Frames with the same columns, in the order in which they were added, read as often as wanted.

    Beyond `budget` bytes all of them lie in temporary files in `folder`, which have no name and are gone with the
    process, however that ends. Those below `least` bytes are put together with the next: a thousand small files are a
    few frames.
    """

    def __init__(self, budget: int, folder: Path, least: int = 0) -> None:
        self.budget, self.folder, self.least = budget, folder, least
        self.rows = 0
        self.bytes = 0
        self._small: list[pl.DataFrame] = []
        self._whole = 0
        """Bytes of frames that are large enough."""
        self._held: list[pl.DataFrame] = []
        self._parts: list[_Part] = []

    @property
    def spilled(self) -> bool:
        """Return whether the frames lie on disk."""
        return bool(self._parts)

    def add(self, frame: pl.DataFrame) -> None:
        """Add a frame. Raises RunError where the disk does not take it."""
        self.rows += frame.height
        self.bytes += int(frame.estimated_size())
        self._small.append(frame)
        if self.bytes - self._whole >= self.least:
            self._join()

    def _join(self) -> None:
        if not self._small:
            return
        self._held.append(pl.concat(self._small, rechunk=True) if len(self._small) > 1 else self._small[0])
        self._small, self._whole = [], self.bytes
        if self.spilled or self.bytes > self.budget:
            self._spill()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        self._join()
        for part in self._parts:
            yield from part
        yield from self._held

    def drained(self) -> Iterator[pl.DataFrame]:
        """Yield the frames for the last time: each is let go of as soon as it was taken."""
        self._join()
        self._parts.reverse()
        while self._parts:
            part = self._parts.pop()
            yield from part
            part.file.close()
        self._held.reverse()
        while self._held:
            yield self._held.pop()

    def _spill(self) -> None:
        try:
            for frame in self._held:
                if not self._parts or self._parts[-1].ends[-1] > PART:
                    self.folder.mkdir(parents=True, exist_ok=True)
                    self._parts.append(_Part(self.folder))
                self._parts[-1].add(frame)
        except OSError as error:
            message = f"rows beyond the memory's budget cannot be put into {self.folder}: {reason(error.errno)}"
            raise RunError(f"{message}; set NETTRAIN_CACHE to a folder with room, or raise data.memory") from None
        self._held = []


class _Part:
    """Frames in one file, one behind the other."""

    def __init__(self, folder: Path) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (open as long as self)
        self.ends = [0]
        weakref.finalize(self, self.file.close)

    def add(self, frame: pl.DataFrame) -> None:
        frame.write_ipc(self.file)
        self.ends.append(os.lseek(self.file.fileno(), 0, os.SEEK_CUR))

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for start, end in pairwise(self.ends):
            yield pl.read_ipc(io.BytesIO(os.pread(self.file.fileno(), end - start, start)))
