"""Frames -> a file or the standard output, one below the other: CSV or Parquet; a file is there whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import polars as pl

from nettrain.atomic import replacing
from nettrain.commands.output import STREAM, Form
from nettrain.errors import RunError


def form_of(output: Path, asked: Form | None) -> Form:
    """Return what is asked for, or what the file's ending says: Parquet for .parquet and .pq, CSV for all others."""
    return asked or ("parquet" if output.suffix.lower() in (".parquet", ".pq") else "csv")


def lines(frame: pl.DataFrame, *, header: bool) -> memoryview:
    """Return the rows of a frame as lines of CSV, UTF-8, with `header` below the columns' names."""
    text = io.BytesIO()
    frame.write_csv(text, include_header=header)
    return text.getbuffer()


def write_csv(parts: Iterator[memoryview], output: Path) -> None:
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
        raise RunError(f"{_shown(output)} cannot be written: {error.strerror}") from None
    except pl.exceptions.ComputeError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))  # what Polars makes of an OSError of the file
        if found is None:
            raise
        if int(found[1]) == errno.EPIPE:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from None
        raise RunError(f"{_shown(output)} cannot be written: {os.strerror(int(found[1]))}") from None


@contextmanager
def _opened(output: Path) -> Iterator[BinaryIO]:
    if output == STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with replacing(output) as file:
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
