"""The rows of all files of a config as typed values, with what was met on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple, cast

import polars as pl

from nettrain.data.blocks import pieces
from nettrain.data.chunks import Chunks
from nettrain.data.comments import Passed
from nettrain.data.dialect import Dialect
from nettrain.data.opening import Opened, dialect_of
from nettrain.data.reading import skipped
from nettrain.data.records import Record, records
from nettrain.data.streams import Stacked, lines, unpacked, utf8
from nettrain.errors import Span

ROW = "\x1frow"
"""The column of row numbers beside values."""


class Part(NamedTuple):
    """One file of a table: its rows are `start` <= row < `end`, in stretches of `heights`, and `passed` the lines that
    were passed over as comments."""

    opened: Opened
    start: int
    end: int
    heights: tuple[int, ...]
    passed: Passed


class Table(NamedTuple):
    """Rows of one or several files with the same columns; a row's number (from 0) counts through all files.

    `chunks` hold the inputs, `beside` the other columns that are read: targets, weight, what the split goes by. `bad`
    are the numbers of rows that were dropped as none (`data.on_bad_row: drop`), ascending.
    """

    chunks: Chunks
    beside: pl.DataFrame
    parts: tuple[Part, ...]
    bad: pl.Series

    @property
    def rows(self) -> int:
        """Return the number of rows, dropped ones included."""
        return self.chunks.rows

    @property
    def dialect(self) -> Dialect | None:
        """Return the dialect by which the text of cells is read: that of the first file of text, if there is one."""
        return dialect_of([part.opened for part in self.parts])

    def numbered(self, *, last: bool = False) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield stretches of rows, each with the number of its first; `last` lets go of them on the way."""
        start = 0
        for frame in self.chunks.drained() if last else self.chunks:
            yield start, frame
            start += frame.height

    def columns(self, names: Sequence[str]) -> pl.DataFrame:
        """Return whole columns, words as text."""
        if all(name in self.beside.columns for name in names):
            return self.beside.select(names)
        far = [name for name in names if name not in self.beside.columns]
        held = pl.concat([frame.select(far).cast({pl.Categorical: pl.String}) for frame in self.chunks])
        return held.hstack(self.beside.select(name for name in names if name not in far)).select(names)

    def place(self, row: int) -> Span:
        """Return file and line of a row: the slow way, for messages."""
        part = next(part for part in self.parts if row < part.end)
        return Span(part.opened.source.shown, line_of(part, row - part.start))


def inside(rows: pl.Series, start: int, height: int) -> pl.Series:
    """Return the rows (ascending) from `start` to before `start` + `height`."""
    low, high = int(rows.search_sorted(start)), int(rows.search_sorted(start + height))
    return rows.slice(low, high - low)


def among(frame: pl.DataFrame, start: int, rows: pl.Series) -> pl.DataFrame:
    """Return those of a stretch's rows that are among `rows` (ascending), with their numbers; `start` is its first."""
    chosen = inside(rows, start, frame.height)
    if chosen.len() < frame.height:
        frame = frame.filter(pl.repeat(False, frame.height, eager=True).scatter(chosen - start, True))
    return frame.with_columns(chosen.alias(ROW))


def line_of(part: Part, row: int) -> int:
    """Return the line of a row (from 0) of a file; in Parquet its number from 1."""
    opened = part.opened
    if opened.dialect is None:
        return row + 1
    with unpacked(opened.source, opened.dialect.compression) as file:
        stream = utf8(file, opened.dialect.encoding)
        if not opened.fast:
            return _nth(records(stream.lines(), opened.dialect), row + opened.dialect.header)
        inside, line = opened.dialect._replace(skip=0), opened.line
        stream = skipped(stream, opened.line - 1)
        for height, piece in zip(part.heights, pieces(stream, opened.dialect, opened.block), strict=False):
            if not piece.whole:
                rest = Stacked(piece.data, cast(BinaryIO, stream))
                return line - 1 + _nth(records(rest.lines(), inside), row)
            if row < height:
                return line - 1 + _nth(records(lines(piece.data), inside), row)
            row, line = row - height, line + piece.data.count(b"\n")
    return 0


def _nth(told: Iterator[Record], number: int) -> int:
    return next((record.line for at, record in enumerate(told) if at == number), 0)
