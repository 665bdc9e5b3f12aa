"""A file opened: its dialect, the names of its columns, and a sample of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from nettrain.config.format import Format
from nettrain.config.paths import shown
from nettrain.config.scalars import yaml_line, yaml_text
from nettrain.data import blocks
from nettrain.data.blocks import lone_returns, simple
from nettrain.data.detection.detect import ROWS, Looked, looked
from nettrain.data.detection.encoding import utf32
from nettrain.data.dialect import Dialect
from nettrain.data.mispinned import DELIMITER, ENCODING, wrong_delimiter, wrong_encoding
from nettrain.data.packed import is_parquet, no_table
from nettrain.data.parquet import as_text, holds_cells
from nettrain.data.records import Record
from nettrain.data.sources import Source, Stamp
from nettrain.data.streams import HEAD, MOST, compression, head, held
from nettrain.errors import DataError, Problem, Span
from nettrain.numbers import counted

SAMPLE = ROWS
"""Rows from which the kinds of columns are told."""
FEWEST = 3
"""Records that the beginning of a file must hold: a header and two rows."""
NAMELESS = "write the file without it (pandas: index=False), or name all columns with data.format.names"
TRAILING = "every row ends with a delimiter that the header lacks: take it away there, or set data.format: "
NAMES = ("data", "format", "names")
REST = "nothing"
"""The name of the column behind a delimiter at the end of each row."""
TWICE = "rename one in the file, or name all columns with data.format.names"


class Opened(NamedTuple):
    """What is known of a file before its rows are read.

    `sample` holds the first rows as text, a column a name; `line` is the line of the first row; `dialect` is None for
    Parquet; `unclear` tells what of the dialect is a guess; `fast` whether the fast reader may be tried, and `block`
    how many bytes it takes at a time; `types` are those of Parquet's columns; `beside` is the dialect of the text that
    Parquet stands beside: its numbers are told as words by the decimal mark of that. `misread` says that the pinned
    delimiter is hardly the file's.
    """

    source: Source
    dialect: Dialect | None
    unclear: dict[str, str]
    names: tuple[str, ...]
    sample: pl.DataFrame
    line: int
    stamp: Stamp
    fast: bool
    block: int
    types: Mapping[str, pl.DataType] = MappingProxyType({})
    beside: Dialect | None = None
    misread: Problem | None = None


def dialect_of(files: Sequence[Opened]) -> Dialect | None:
    """Return the dialect of the first file of text, None where all are Parquet."""
    return next((file.dialect for file in files if file.dialect), None)


def open_file(source: Source, pins: Format) -> Opened:
    """Find out how a file is written and what its columns are called.

    Raises DataError: unreadable, empty, no rows, names that are empty or given twice.
    """
    stamp = Stamp.of(source)
    if source.passes and source.pipe is None:
        message = "is a pipe, expected a file: it is read more than once; write the rows into a file first"
        raise DataError(Problem(Span(source.shown), "", message))
    if not stamp.size:
        raise DataError(Problem(Span(source.shown, 1), "", "the file is empty, expected a header line and rows"))
    packing = {"none": "", None: compression(source)}.get(pins.compression, pins.compression) or ""
    source = held(source, HEAD)
    data, whole = head(source, packing, HEAD)
    if other := no_table(data, packing):
        raise DataError(Problem(Span(source.shown), "", other))
    if pins.kind == "parquet" or (pins.kind is None and is_parquet(data)):
        if source.pipe:
            message = "Parquet cannot be read from a pipe: its index stands at the end; name the file"
            raise DataError(Problem(Span(source.shown), "", message))
        return _open_parquet(source, pins, stamp)
    if utf32(data):
        message = "looks like UTF-32, expected UTF-8: recode it with iconv -f UTF-32 -t UTF-8"
        raise DataError(Problem(Span(source.shown), "", message))
    if message := wrong_encoding(data, pins.encoding):
        raise DataError(Problem(Span(source.shown), shown(ENCODING), message, ENCODING))
    source, (found, text, told), (data, whole) = _beginning(source, packing, pins, (data, whole))
    dialect = found.dialect._replace(compression=packing)
    if not told:
        raise DataError(Problem(Span(source.shown, 1), "", "the file has no rows, expected a header line and rows"))
    rows = told[int(dialect.header) :][:SAMPLE]
    if not rows and not whole:
        message = f"the header and the first row take more than {MOST >> 20} MiB; look for a quote that is never closed"
        raise DataError(Problem(Span(source.shown, told[0].line), "", message))
    wrong = wrong_delimiter(told[0], pins, data, whole)
    misread = Problem(Span(source.shown, told[0].line), shown(DELIMITER), wrong, DELIMITER) if wrong else None
    if misread and len(pins.names or ()) > 1:
        raise DataError(misread)
    names = _names(source, told[0], dialect, pins)
    if not rows:
        raise DataError(Problem(Span(source.shown, told[0].line), "", "has a header but no rows"))
    if dialect.header and all(len(r.cells) == len(names) + 1 and not r.cells[-1].strip() for r in rows):
        beside = f"{{skip: {rows[0].line - 1}, header: false, names: {yaml_line([*names, REST])}}}"
        raise DataError(Problem(Span(source.shown, rows[0].line), "", f"{TRAILING}{beside}"))
    fitting = [record.cells for record in rows if not fault_of(record, len(names))]
    sample = pl.DataFrame(fitting, schema=dict.fromkeys(names, pl.String), orient="row")
    fast = len(names) > 1 and simple(dialect) and not lone_returns(text.encode("utf-8", "surrogateescape"))
    if source.pipe:
        stamp = Stamp.of(source)
    made = Opened(source, dialect, found.unclear, names, sample, rows[0].line, stamp, fast, blocks.BLOCK)
    return made._replace(misread=misread)


def _beginning(
    source: Source, packing: str, pins: Format, begun: tuple[bytes, bool]
) -> tuple[Source, Looked, tuple[bytes, bool]]:
    """Look at the first bytes of a file, `begun`, and at more of them until they hold a header and rows, at most MOST.

    Returns the source, of a pipe with what was read of it, what was seen, the bytes and whether nothing follows.
    """
    (data, whole), size = begun, HEAD
    while True:
        last = whole or size >= MOST
        if last or data.count(b"\n") + data.count(b"\r") >= FEWEST:
            seen = looked(data, pins, whole)
            if last or len(seen.told) >= FEWEST:
                return source, seen, (data, whole)
        size *= 4
        source = held(source, size)
        data, whole = head(source, packing, size)


def _names(source: Source, first: Record, dialect: Dialect, pins: Format) -> tuple[str, ...]:
    """Return the columns' names. Raises DataError for a broken header, or pinned names of another number."""
    span = Span(source.shown, first.line)
    if dialect.header and (fault := fault_of(first, len(first.cells))):
        raise DataError(Problem(span, "", f"the header cannot be read: {fault}"))
    if pins.names is not None:
        if len(pins.names) != len(first.cells):
            message = f"names {counted(len(pins.names), 'column')}, but the file has {len(first.cells)}"
            raise DataError(Problem(span, "data.format.names", message, NAMES))
        names = list(pins.names)
    elif dialect.header:
        names = [cell.strip() for cell in first.cells]
    else:
        names = list(numbered(len(first.cells)))
    return checked_names(names, span)


def numbered(count: int) -> tuple[str, ...]:
    """Return the names that columns get by their places."""
    return tuple(f"column_{number}" for number in range(1, count + 1))


def fault_of(record: Record, width: int) -> str:
    """Say why a record is no row of a table of `width` columns; "" where it is one."""
    if record.fault:
        return record.fault
    if len(record.cells) != width:
        return f"has {counted(len(record.cells), 'cell')}, expected {width} as in the first line of the table"
    if "".join(record.cells).isascii():
        return ""
    broken = next((cell for cell in record.cells if _surrogates(cell)), None)
    if broken is None:
        return ""
    escaped = broken.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return f"'{escaped}' holds bytes that are not UTF-8; if the whole file is written so, pin data.format.encoding"


def _surrogates(cell: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in cell)


def checked_names(names: list[str], span: Span) -> tuple[str, ...]:
    """Return names of columns. Raises DataError for those that are empty, given twice, or patterns to Polars."""
    problems = [
        Problem(span, "", f"column {number} has no name in the header: {NAMELESS}")
        for number, name in enumerate(names, start=1)
        if not name
    ]
    problems += [
        Problem(
            span, "", f"column {number} has the name '{name}', a pattern for names: rename it, or pin data.format.names"
        )
        for number, name in enumerate(names, start=1)
        if name == "*" or (name.startswith("^") and name.endswith("$"))
    ]
    for name, count in Counter(names).items():
        if name and count > 1:
            places = [str(number) for number, other in enumerate(names, start=1) if other == name]
            message = f"the header names '{name}' {_times(count)}, for columns {' and '.join(places)}: {TWICE}"
            problems.append(Problem(span, "", message))
    if problems:
        raise DataError(*problems)
    return tuple(names)


def _open_parquet(source: Source, pins: Format, stamp: Stamp) -> Opened:
    try:
        lazy = pl.scan_parquet(source.path)
        schema = lazy.collect_schema()
        void = (pl.lit(None, pl.String).alias(name) for name, kind in schema.items() if not holds_cells(kind))
        sample = lazy.head(SAMPLE).with_columns(*void).collect()
    except pl.exceptions.PolarsError as error:
        message = f"cannot be read as Parquet: {str(error).splitlines()[0]}"
        raise DataError(Problem(Span(source.shown), "", message)) from None
    problems = []
    if not sample.height:
        problems.append(Problem(Span(source.shown), "", "has columns but no rows"))
    if pins.names is not None and len(pins.names) != len(schema):
        message = f"names {counted(len(pins.names), 'column')}, but the file has {len(schema)}"
        problems.append(Problem(Span(source.shown), "data.format.names", message, NAMES))
    if problems:
        raise DataError(*problems)
    names = checked_names(list(pins.names or schema.names()), Span(source.shown))
    text = as_text(sample).rename(dict(zip(schema, names, strict=True)))
    types = dict(zip(names, schema.values(), strict=True))
    return Opened(source, None, {}, names, text, 1, stamp, True, blocks.BLOCK, types)


def without_cells(opened: Opened, wanted: Collection[str], mend: str = "") -> list[Problem]:
    """Say which of the wanted columns of a Parquet file are of a type that is no cell; their sample is void.

    `mend` says what to do, with the column's name at {name}.
    """
    message = "has cells of the type {kind}, expected numbers, text, booleans or dates" + mend
    return [
        Problem(Span(opened.source.shown), name, message.format(kind=kind, name=yaml_text(name)))
        for name, kind in opened.types.items()
        if name in wanted and not holds_cells(kind)
    ]


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
