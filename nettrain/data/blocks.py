"""A long text file in blocks of whole records, and the cheap checks that tell whether the fast reader reads a block
right.

The fast reader (Polars) is trusted with a block only where nothing in it can be read in two ways: no NUL, no lone
carriage return, valid UTF-8, every quote at the edge of a cell. Its rows are then held against the lines. Everything
else goes to the slow reader (`records`), which knows each record's line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nettrain.data.dialect import BLANKS, Dialect
from nettrain.data.streams import Stacked

BLOCK = 1 << 24
"""Bytes of a block: few enough calls to cost little, few enough rows that several blocks fit into any memory."""
PASSING = BLOCK // 2
"""Bytes of a block of rows that are only passed on: the first is done sooner, and less is held."""
LARGE, SLICE = PASSING // 2, 1 << 17
"""Bytes from which it is worth while to load NumPy and to count by it, and bytes that are looked at at a time."""
LONGEST = 1 << 26
"""Bytes that one record may take; a longer one is a quote that was never closed."""


class Piece(NamedTuple):
    """A piece of a file, UTF-8; where `whole` is false it may end within a record, and only the rest of the stream
    follows."""

    data: bytes
    whole: bool = True


class Block(NamedTuple):
    """Whole records, UTF-8, and the outcome of the checks.

    `plain` tells that none speaks against the fast reader; `ends` how many line ends there are outside of quotes,
    `inner` how many inside.
    """

    data: bytes
    plain: bool
    ends: int
    inner: int


def simple(dialect: Dialect) -> bool:
    """Return whether the fast reader knows the dialect."""
    return (
        dialect.delimiter != BLANKS
        and dialect.delimiter.isascii()
        and dialect.quote.isascii()
        and not dialect.escape
        and not dialect.comment
    )


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
            parts = data.split(quote)
            last = _last_end(parts) if fresh else len(data)
            whole = last > 0
            if not _at_edges(parts, dialect.delimiter.encode(), last) or not (fresh or len(parts) % 2):
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
    ascii_only = True
    for part in _slices(data):
        ends += line_ends(part, large=len(data) >= LARGE)
        nul = nul or b"\0" in part
        returns = returns or b"\r" in part
        quoted = quoted or (quote != b"" and quote in part)
        ascii_only = ascii_only and part.isascii()
    if quoted:
        inner = sum(part.count(b"\n") for part in data.split(quote)[1::2])
    plain = not nul and not (returns and lone_returns(data)) and (ascii_only or _utf8(data))
    return Block(data, plain, ends - inner + (not data.endswith(b"\n")), inner)


def line_ends(data: bytes, *, large: bool) -> int:
    """Return how many line feeds there are in data, perhaps a part of `large` data."""
    if not large:
        return data.count(b"\n")  # which stops at each one
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n")))


def _slices(data: bytes) -> Iterator[bytes]:
    """Yield data piece by piece, so that each is still in a core's cache when it is looked at once more."""
    return (data[at : at + SLICE] for at in range(0, len(data), SLICE))


def blank_lines(block: Block) -> bool:
    """Return whether there are empty lines, which are no rows, though the fast reader makes rows of them."""
    data = block.data
    return data[:1] in (b"\r", b"\n") or b"\n\n" in data or b"\n\r\n" in data


def cells(block: Block, dialect: Dialect) -> int:
    """Return the number of delimiters and line ends outside of quotes: the cells, where the last line has an end."""
    quote, delimiter = dialect.quote.encode(), dialect.delimiter.encode()
    outside = block.data.split(quote)[::2] if quote and quote in block.data else [block.data]
    return sum(part.count(delimiter) for part in outside) + block.ends


def _last_end(parts: list[bytes]) -> int:
    """Return the place behind the last line end outside of quotes, where `parts` are what the quotes set apart."""
    place = sum(map(len, parts)) + len(parts) - 1
    for number in range(len(parts) - 1, -1, -1):
        place -= len(parts[number])
        if number % 2 == 0 and (found := parts[number].rfind(b"\n")) >= 0:
            return place + found + 1
        place -= 1
    return 0


def _at_edges(parts: list[bytes], delimiter: bytes, end: int) -> bool:
    """Return whether each quote before `end` opens or closes a whole cell, or is doubled inside one."""
    opens, closes = (delimiter, b"\n"), (delimiter, b"\n", b"\r\n")
    last, place = len(parts) - 1, 0
    for number in range(0, last + 1, 2):
        part = parts[number]
        if place >= end > 0:
            break
        place += len(part) + 2 + (len(parts[number + 1]) if number < last else 0)
        if number and not part and number < last:
            continue  # a doubled quote
        if number and part and not part.startswith(closes):
            return False
        if number < last and part and not part.endswith(opens):
            return False
    return True


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
