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


class Tiler:
    """Puts rows together from some columns of one length; `width` is the number of inputs."""

    def __init__(self, width: int, positions: Sequence[Position], columns: Sequence[NDArray[Any]]) -> None:
        import numpy as np

        self.columns = columns
        self.plain = [(p.start, p.number) for p in positions if not p.spreads and p.line is None]
        self.lines = [(p.start, p.number, p.line) for p in positions if p.line is not None]
        self.spread = [(p.start, p.number) for p in positions if p.spreads]
        self.wide, self.single = np.empty(TILE), np.empty(TILE, np.float32)
        self.starts = np.arange(TILE) * width

    def write(self, rows: slice | NDArray[np.intp], tile: NDArray[np.float32]) -> None:
        """Put some rows, in this order, together in a tile (rows, width) that lies in one piece."""
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
