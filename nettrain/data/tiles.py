"""Columns put together into rows for the network, some at a time, in memory that is used again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from nettrain.components.column import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TILE = 4096
"""Rows that are put together at a time: so few that they stay in a core's cache while column after column goes in."""


class Position(NamedTuple):
    """Where a column goes: `start` is its input, `number` its place among the columns.

    A column of float32 fills it as it stands; one of float64 as `line` says; one that `spreads` (uint32) sets, of the
    inputs from `start` on, the one that it names to 1.
    """

    start: int
    number: int
    line: Line | None = None
    spreads: bool = False


class Encoded:
    """Rows whose columns are encoded, and which are put together where they are wanted, in any order."""

    def __init__(self, height: int, width: int, positions: Sequence[Position], columns: Sequence[NDArray[Any]]) -> None:
        """Prepare `height` rows of `width` inputs."""
        import numpy as np

        self.height, self.width, self.columns = height, width, columns
        self.plain = [(p.start, p.number) for p in positions if not p.spreads and p.line is None]
        self.lines = [(p.start, p.number, p.line) for p in positions if p.line is not None]
        self.spread = [(p.start, p.number) for p in positions if p.spreads]
        self.wide, self.single = np.empty(TILE), np.empty(TILE, np.float32)
        self.starts = np.arange(TILE) * width

    def whole(self) -> NDArray[np.float32]:
        """Return all rows as an array (height, width)."""
        import numpy as np

        inputs = np.empty((self.height, self.width), np.float32)
        self.put(0, inputs)
        return inputs

    def put(self, first: int, room: NDArray[np.float32]) -> None:
        """Fill `room` (some, width), which lies in one piece, with the rows from `first` on."""
        for at in range(0, len(room), TILE):
            tile = room[at : at + TILE]
            self._write(slice(first + at, first + at + len(tile)), tile)

    def take(self, rows: NDArray[np.intp], room: NDArray[np.float32]) -> None:
        """Fill `room` (some, width), which lies in one piece, with `rows` (numbers from 0), in this order."""
        for at in range(0, len(room), TILE):
            self._write(rows[at : at + TILE], room[at : at + TILE])

    def _write(self, rows: slice | NDArray[np.intp], tile: NDArray[np.float32]) -> None:
        import numpy as np

        count = len(tile)
        wide, single = self.wide[:count], self.single[:count]
        if self.spread:
            tile.fill(0.0)
        for start, number in self.plain:
            tile[:, start] = self.columns[number][rows]
        with np.errstate(over="ignore"):  # what is beyond float32 is set to the ends
            for start, number, line in self.lines:
                if isinstance(rows, slice):
                    np.subtract(self.columns[number][rows], line.shift, out=wide)
                else:
                    # Mode "clip" writes straight into `out`; there is nothing to clip.
                    self.columns[number].take(rows, out=wide, mode="clip")
                    np.subtract(wide, line.shift, out=wide)
                np.divide(wide, line.factor, out=wide)
                single[:] = wide
                np.maximum(single, line.low, out=single)
                np.minimum(single, line.high, out=tile[:, start])
        flat, starts = tile.reshape(-1), self.starts[:count]
        for start, number in self.spread:
            flat[starts + (self.columns[number][rows] + start)] = 1.0
