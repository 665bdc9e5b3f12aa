"""From the bytes on disk to text: unpacking gzip and Zstandard, decoding, and nothing else."""

from __future__ import annotations

import codecs
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, BinaryIO, cast

from nettrain.data.sources import Pipe, Source, unreadable
from nettrain.errors import DataError, Problem, Span

HEAD = 1 << 18
"""Bytes from which the dialect is told."""
MOST = 1 << 24
"""Bytes that are looked at where the header and the first rows are longer than HEAD."""
AHEAD = 4 * HEAD
"""Bytes of a pipe that are read to look at: packed or not, they hold more than HEAD, or all."""
LARGE = 1 << 22
"""Bytes that are read into memory used before."""
FREE = 2
"""References to bytes that only their buffer and who asks hold."""
MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


def compression(source: Source) -> str:
    """Return "gzip", "zstd" or "" by the file's first bytes. Raises DataError if it cannot be read."""
    try:
        with _raw(source, first=True) as file:
            first = file.read(4)
    except OSError as error:
        raise unreadable(source, error) from None
    return next((name for magic, name in MAGIC.items() if first.startswith(magic)), "")


@contextmanager
def _raw(source: Source, *, first: bool) -> Iterator[BinaryIO]:
    """Open a file's bytes as they are; of a pipe its `first` ones, again each time, or all, once."""
    if source.pipe is None:
        with source.path.open("rb") as file:
            yield file
    elif first:
        yield io.BytesIO(source.pipe.first)
    else:
        yield cast(BinaryIO, Stacked(*source.pipe))


@contextmanager
def unpacked(source: Source, packing: str, *, first: bool = False) -> Iterator[BinaryIO]:
    """Open a file's unpacked bytes, of a pipe perhaps the `first` ones only.

    Raises DataError where they end early, are damaged, or cannot be read.
    """
    damaged: tuple[type[Exception], ...] = (EOFError, zlib.error)
    try:
        with _raw(source, first=first) as raw:
            opened: Any = nullcontext(raw)
            if packing == "gzip":
                import gzip

                damaged = (*damaged, gzip.BadGzipFile)
                opened = gzip.GzipFile(fileobj=raw, mode="rb")
            elif packing == "zstd":
                from backports import zstd

                damaged = (*damaged, zstd.ZstdError)
                opened = zstd.open(raw, "rb")
            with opened as file:
                yield file
    except damaged as error:
        message = f"is a damaged {packing} file, or was cut off: {error}; nothing of it is used"
        raise DataError(Problem(Span(source.shown), "", message)) from None
    except UnicodeDecodeError as error:
        message = f"is not {error.encoding.upper()} throughout: {error.reason}; pin data.format.encoding"
        raise DataError(Problem(Span(source.shown), "", message)) from None
    except OSError as error:
        raise unreadable(source, error) from None


def head(source: Source, packing: str, size: int) -> tuple[bytes, bool]:
    """Return the first `size` unpacked bytes, and whether they are all."""
    with unpacked(source, packing, first=True) as file:
        data = file.read(size)
        return data, not file.read(1)


def held(source: Source, size: int) -> Source:
    """Return a pipe of which twice `size` bytes, or all, are there to look at: packed or not, they hold more than
    `size`; a file as it is. Raises DataError if the pipe cannot be read."""
    if source.pipe is None or len(source.pipe.first) >= 2 * size:
        return source
    first, rest = source.pipe
    try:
        return source._replace(pipe=Pipe(first + rest.read(2 * size - len(first)), rest))
    except OSError as error:
        raise unreadable(source, error) from None


def utf8(file: BinaryIO, encoding: str) -> Stacked:
    """Return the stream recoded to UTF-8, without a byte order mark."""
    if not encoding.startswith("utf-8"):
        return Stacked(b"", cast(BinaryIO, _Recoded(file, encoding)))
    return Stacked(file.read(3).removeprefix(codecs.BOM_UTF8), file)


class _Recoded:
    """A stream of another encoding, read as UTF-8; what cannot be decoded comes out as invalid UTF-8."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        errors = "strict" if encoding.startswith("utf-16") else "surrogateescape"
        self.file, self.ready = file, b""
        self.decoder = codecs.getincrementaldecoder(encoding)(errors)

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        while size < 0 or len(self.ready) < size:
            raw = self.file.read(1 << 20)
            self.ready += self.decoder.decode(raw, final=not raw).encode("utf-8", "surrogateescape")
            if not raw:
                break
        if size < 0:
            size = len(self.ready)
        taken, self.ready = self.ready[:size], self.ready[size:]
        return taken


def lines(data: bytes) -> Iterator[str]:
    """Yield the lines of UTF-8 text with their ends (LF, CRLF or CR); invalid bytes become lone surrogates."""
    yield from io.StringIO(data.decode("utf-8", "surrogateescape"), newline="")


class Stacked(io.RawIOBase):
    """Bytes, and behind them a stream."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self.first, self.stream = first, stream
        self.buffers: list[io.BytesIO] = []

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, fewer only at the end."""
        if not self.first:
            large = size >= LARGE and isinstance(self.stream, io.BufferedReader)
            return self._again(size) if large else self.stream.read(size)
        taken, self.first = (self.first, b"") if size < 0 else (self.first[:size], self.first[size:])
        return taken + self.stream.read(size if size < 0 else size - len(taken))

    def _again(self, size: int) -> bytes:
        """Read into memory that nobody uses any more: the system takes longer to give new than to read into it.

        Nothing is overwritten that is still in use: BytesIO copies what anybody else holds.
        """
        free = (held for held in self.buffers if sys.getrefcount(held.getvalue()) <= FREE)
        buffer = next(free, None)
        if buffer is None:
            buffer = io.BytesIO(bytes(size))
            self.buffers.append(buffer)
        elif len(buffer.getvalue()) < size:
            buffer.seek(size - 1)
            buffer.write(b"\0")
        with buffer.getbuffer() as room:
            count = cast(io.BufferedReader, self.stream).readinto(room[:size])
        buffer.truncate(count)
        return buffer.getvalue()

    def fitting(self, size: int) -> int:
        """Return the bytes up to the last line end of the next `size`, where that can be seen without reading them."""
        if not self.first and isinstance(self.stream, Stacked):
            return self.stream.fitting(size)
        if self.first or not isinstance(self.stream, io.BufferedReader):
            return size
        ahead = min(size, 1 << 16)
        try:
            tail = os.pread(self.stream.fileno(), ahead, self.stream.tell() + size - ahead)
        except (OSError, ValueError):
            return size
        return size - len(tail) + tail.rfind(b"\n") + 1 if b"\n" in tail and len(tail) == ahead else size

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends (LF, CRLF or CR); invalid UTF-8 becomes lone surrogates."""
        yield from io.TextIOWrapper(io.BufferedReader(self), "utf-8", errors="surrogateescape", newline="")
