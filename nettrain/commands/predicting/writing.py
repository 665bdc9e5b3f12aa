"""Frames -> a file or the standard output, one below the other: CSV, packed as the file's name says, or Parquet; a file
is there whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import polars as pl

from nettrain.atomic import reason, replacing
from nettrain.commands.output import STREAM, Form
from nettrain.endings import PACKED, PARQUET
from nettrain.errors import RunError, UsageError

OTHERS = re.compile(r"\.(json|jsonl|ndjson|xlsx?|ods|feather|arrow|ipc|avro|orc|h5|hdf5|npy|npz|pkl|pickle|html|xml)")
"""Endings of files in a form that is not written."""
UNPACKED = (".bz2", ".xz", ".lz4", ".zip", ".7z")


def form_of(output: Path, asked: Form | None) -> Form:
    """Return what is asked for, or what the file's ending says: Parquet for .parquet and .pq, CSV for all others.

    Raises UsageError for an ending that says how the file is packed, or in which form it is, where it is not.
    """
    *_, before, ending = ["", "", *(suffix.lower() for suffix in output.suffixes)]
    if ending in UNPACKED:
        raise UsageError(f"-o {output}: files are packed as {' or '.join(PACKED)} alone: end the name otherwise")
    if asked is None and OTHERS.fullmatch(before if ending in PACKED else ending):
        raise UsageError(f"-o {output}: CSV or Parquet is written: end the name so, or give --format")
    form = asked or ("parquet" if ending in PARQUET or (ending in PACKED and before in PARQUET) else "csv")
    if form == "parquet" and ending in PACKED:
        raise UsageError(f"-o {output}: Parquet is packed within: end the name without {ending}")
    return form


def lines(frame: pl.DataFrame, *, header: bool) -> bytes:
    """Return the rows of a frame as lines of CSV, UTF-8, with `header` below the columns' names."""
    text = io.BytesIO()
    frame.write_csv(text, include_header=header)
    return text.getvalue()


def write_csv(parts: Iterator[bytes], output: Path) -> None:
    """Write what `lines` made of frames. Raises RunError where that fails."""
    _write(lambda file: file.writelines(parts), output)


def write_parquet(frames: Iterator[pl.DataFrame], output: Path) -> None:
    """Write frames of the same columns, at least one. Raises RunError where that fails."""
    _write(lambda file: _parquet(frames, file), output)


def _write(put: Callable[[BinaryIO], None], output: Path) -> None:
    try:
        with _opened(output) as file:
            put(file)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RunError(f"{_shown(output)} cannot be written: {reason(error.errno)}") from None
    except pl.exceptions.ComputeError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))  # what Polars makes of an OSError of the file
        if found is None:
            raise
        if int(found[1]) == errno.EPIPE:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from None
        raise RunError(f"{_shown(output)} cannot be written: {reason(int(found[1]))}") from None


@contextmanager
def _opened(output: Path) -> Iterator[BinaryIO]:
    if output == STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with replacing(output) as file, _packed(file, PACKED.get(output.suffix.lower(), "")) as packed:
            yield packed


@contextmanager
def _packed(file: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """Pack what is written to a file; the same bytes each time."""
    if packing == "gzip":
        import gzip

        with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as packed:
            yield cast(BinaryIO, packed)
    elif packing == "zstd":
        from backports import zstd

        with zstd.open(file, "wb") as packed:
            yield cast(BinaryIO, packed)
    else:
        yield file


def _parquet(frames: Iterator[pl.DataFrame], file: BinaryIO) -> None:
    from polars.io.plugins import register_io_source

    first = next(frames)

    def every(*_: object) -> Iterator[pl.DataFrame]:
        yield first
        yield from frames

    register_io_source(every, schema=first.schema).sink_parquet(file)


def _shown(output: Path) -> str:
    return "the standard output" if output == STREAM else str(output)
