"""A long text file in blocks of whole records, and the cheap checks that tell whether the fast reader reads a block
right.

The fast reader (Polars) is trusted with a block only where nothing in it can be read in two ways: no NUL, no lone
carriage return, valid UTF-8, every quote at the edge of a cell. Its rows are then held against the lines. Everything
else goes to the slow reader (`records`), which knows each record's line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from nettrain.data.dialect import BLANKS, Dialect
from nettrain.data.quoting import Quoted
from nettrain.data.streams import Stacked

BLOCK = 1 << 24
"""Bytes of a block: few enough calls to cost little, few enough rows that several blocks fit into any memory."""
PASSING = BLOCK // 2
"""Bytes of a block of rows that are only passed on: the first is done sooner, and less is held."""
LARGE, SLICE = PASSING // 2, 1 << 17
"""Bytes from which counting is worth handing to NumPy, and bytes that are looked at at a time."""
LONGEST = 1 << 26
"""Bytes that one record may take; a longer one is a quote that was never closed."""


class Piece(NamedTuple):
    """A piece of a file, UTF-8; where `whole` is false it may end within a record, and only the rest of the stream
    follows."""

    data: bytes
    whole: bool = True


class Block(NamedTuple):
    """Whole records, UTF-8, as the fast reader is to have them, and the outcome of the checks.

    `plain` tells that none speaks against the fast reader; `ends` how many line ends there are outside of quotes,
    `inner` how many inside.
    """

    data: bytes
    plain: bool
    ends: int
    inner: int


def simple(dialect: Dialect) -> bool:
    """Return whether the fast reader knows the dialect."""
    return dialect.delimiter.isascii() and dialect.quote.isascii() and not dialect.escape and not dialect.comment


def separator(dialect: Dialect) -> str:
    """Return what stands between the cells of a block."""
    return " " if dialect.delimiter == BLANKS else dialect.delimiter


def lone_returns(data: bytes) -> bool:
    """Return whether lines end with a carriage return alone."""
    return data.count(b"\r") > data.count(b"\r\n") + data.endswith(b"\r")


def pieces(stream: Stacked, dialect: Dialect, size: int) -> Iterator[Piece]:
    """Yield a UTF-8 stream in pieces of whole records in about `size` bytes, as long as these can be told apart.

    The first quote inside of a cell, or one that is never closed, ends that: the last piece is then not whole, and the
    stream stands behind it.
    """
    quote, rest = dialect.quote.encode(), b""
    while True:
        # A piece is the whole lines within `size` bytes, however they are packed: so no result depends on that.
        fresh = stream.read(stream.fitting(size - len(rest) if len(rest) < size else size))
        end = fresh.rfind(b"\n") + 1 if fresh else 0
        joins = bool(rest) and end > 0
        data = b"".join((rest, memoryview(fresh)[:end])) if joins else rest + fresh[: end or None]
        tail = fresh[end:] if end else b""
        if not data:
            return
        whole = end > 0 or not fresh
        if quote and quote in data:
            quoted = Quoted(data, quote)
            last = quoted.last_end() if fresh else len(data)
            whole = last > 0
            trusted = dialect.delimiter != BLANKS and quoted.at_edges(dialect.delimiter.encode(), last or len(data))
            if not trusted or not (fresh or quoted.closed()):
                yield Piece(data + tail, whole=False)
                return
            data, tail = data[:last], data[last:] + tail
        if not whole:
            data, tail = b"", data + tail
        rest = tail
        if len(rest) > LONGEST:
            yield Piece(data + rest, whole=False)
            return
        if data:
            yield Piece(data)


def checked(data: bytes, dialect: Dialect) -> Block:
    """Return whole records with the outcome of the checks."""
    quote = dialect.quote.encode()
    ends = inner = 0
    nul = returns = quoted = False
    for start in range(0, len(data), SLICE):  # so that each slice is still in a core's cache when it is looked at again
        end = start + SLICE
        ends += line_ends(data, start, end)
        nul = nul or data.find(b"\0", start, end) >= 0
        returns = returns or data.find(b"\r", start, end) >= 0
        quoted = quoted or (quote != b"" and data.find(quote, start, end) >= 0)
    if quoted:
        inner = ends - len(Quoted(data, quote).outside(b"\n"))
    plain = not nul and not (returns and lone_returns(data)) and (data.isascii() or _utf8(data))
    spaced = plain and dialect.delimiter == BLANKS
    return Block(_single_blanks(data) if spaced else data, plain, ends - inner + (not data.endswith(b"\n")), inner)


def line_ends(data: bytes, start: int, end: int) -> int:
    """Return how many line feeds there are from `start` to before `end`.

    NumPy counts four times as fast and lets other threads work meanwhile, but the first blocks would wait longer for it
    to load than the counting takes. While another thread loads it, it may be there in part.
    """
    numpy = sys.modules.get("numpy")
    view, count = getattr(numpy, "frombuffer", None), getattr(numpy, "count_nonzero", None)
    if len(data) < LARGE or view is None or count is None:
        return data.count(b"\n", start, end)
    return int(count(view(data, "u1")[start:end] == ord("\n")))


def without_blank_lines(data: bytes) -> bytes:
    """Return text without its empty lines, none of which may stand inside of quotes.

    They are no rows, but the fast reader makes rows of them.
    """
    data = data.lstrip(b"\r\n")
    while (returned := b"\n\r\n" in data) or b"\n\n" in data:
        data = data.replace(b"\n\r\n", b"\n") if returned else data.replace(b"\n\n", b"\n")
    return data


def cells(block: Block, dialect: Dialect) -> int:
    """Return the number of delimiters and line ends outside of quotes: the cells, where the last line has an end."""
    quote, delimiter = dialect.quote.encode(), separator(dialect).encode()
    quoted = quote and quote in block.data
    found = len(Quoted(block.data, quote).outside(delimiter)) if quoted else block.data.count(delimiter)
    return found + block.ends


def _single_blanks(data: bytes) -> bytes:
    """Return text without quotes with one space between cells, and none around the cells of a line."""
    data = data.replace(b"\t", b" ").replace(b"\r\n", b"\n")
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return data.replace(b" \n", b"\n").replace(b"\n ", b"\n").strip(b" ")


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
