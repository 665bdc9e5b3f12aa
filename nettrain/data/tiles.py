"""Columns put together into rows for the network, some at a time, in memory that is used again and again.

Threads that do this side by side wait for each other at every call of NumPy, however little that does: so a call takes
many columns at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from nettrain.components.column import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Chosen: TypeAlias = "slice | NDArray[np.intp]"
"""Rows that follow each other, or any."""
TILE = 2048
"""Rows that are put together at a time: so few that they stay in a core's cache while column after column goes in."""
GROUP = 32
"""Columns that are put in at a time."""


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

        self.height, self.width = height, width
        single = [(p.start, columns[p.number], p.line) for p in positions if not p.spreads]
        sorts = [[c for c in single if c[2] is not None], [c for c in single if c[2] is None]]
        spread = [(p.start, columns[p.number]) for p in positions if p.spreads]
        self.groups = [_Group(sort[at : at + GROUP]) for sort in sorts for at in range(0, len(sort), GROUP)]
        self.ones = np.empty((len(spread), height), np.uint32)
        """The inputs of each row that are 1."""
        for place, (start, codes) in enumerate(spread):
            np.add(codes, np.uint32(start), out=self.ones[place])
        self.starts = np.arange(TILE, dtype=np.intp) * width
        most = max((len(group.columns) for group in self.groups), default=0)
        self.wide, self.single = np.empty((most, TILE)), np.empty((most, TILE), np.float32)

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

    def _write(self, rows: Chosen, tile: NDArray[np.float32]) -> None:
        spread = len(self.ones) > 0
        if spread:
            tile.fill(0.0)
        for group in self.groups:
            group.write(rows, tile, self.wide, self.single)
        if not spread:
            return
        ones = self.ones[:, rows] if isinstance(rows, slice) else self.ones.take(rows, 1)
        tile.reshape(-1)[ones + self.starts[: len(tile)]] = 1.0


class _Group:
    """Columns that are put in together: float64 by way of their lines, or float32 as they stand."""

    def __init__(self, columns: Sequence[tuple[int, NDArray[Any], Line | None]]) -> None:
        import numpy as np

        self.columns = [column for _, column, _ in columns]
        self.runs = list(_runs([start for start, _, _ in columns]))
        lines = np.array([line for _, _, line in columns if line is not None]).reshape(-1, len(Line._fields), 1)
        self.straight = len(lines) > 0
        self.shift, self.factor = lines[:, 1], lines[:, 2]
        self.low, self.high = lines[:, 3].astype(np.float32), lines[:, 4].astype(np.float32)

    def write(self, rows: Chosen, tile: NDArray[np.float32], wide: NDArray[Any], single: NDArray[np.float32]) -> None:
        """Put `rows` of the columns into a tile (rows, width), by way of memory for GROUP columns."""
        wide, single = (room[: len(self.columns), : len(tile)] for room in (wide, single))
        _gathered(self.columns, rows, wide if self.straight else single)
        if self.straight:
            self._scale(wide, single)
        for start, place, count in self.runs:
            tile[:, start : start + count] = single[place : place + count].T

    def _scale(self, wide: NDArray[Any], single: NDArray[np.float32]) -> None:
        import numpy as np

        with np.errstate(over="ignore"):  # what is beyond float32 is set to the ends
            np.subtract(wide, self.shift, out=wide)
            np.divide(wide, self.factor, out=wide)
            single[:] = wide
        np.maximum(single, self.low, out=single)
        np.minimum(single, self.high, out=single)


def _gathered(columns: Sequence[NDArray[Any]], rows: Chosen, room: NDArray[Any]) -> None:
    """Fill `room` (columns, rows)."""
    if isinstance(rows, slice):
        for column, there in zip(columns, room, strict=True):
            there[:] = column[rows]
    else:
        for column, there in zip(columns, room, strict=True):
            column.take(rows, out=there, mode="clip")  # which writes straight into `there`; there is nothing to clip


def _runs(starts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield inputs that follow each other: the first input, its place in `starts`, and how many there are."""
    first = 0
    for place in range(1, len(starts) + 1):
        if place == len(starts) or starts[place] != starts[place - 1] + 1:
            yield starts[first], first, place - first
            first = place
