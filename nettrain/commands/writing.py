"""Frames -> a file or the standard output, one after the other: CSV or Parquet; a file is there whole or not at all."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

import polars as pl

from nettrain.commands.streaming import STREAM
from nettrain.errors import RunError
from nettrain.rundir import replacing

Form: TypeAlias = Literal["csv", "parquet"]


def form_of(output: Path, asked: Form | None) -> Form:
    """Return what is asked for, or what the file's ending says: Parquet for .parquet and .pq, CSV for all others."""
    return asked or ("parquet" if output.suffix.lower() in (".parquet", ".pq") else "csv")


def write(frames: Iterator[pl.DataFrame], output: Path, form: Form) -> None:
    """Write frames of the same columns, at least one, below each other. Raises RunError where that fails."""
    try:
        with _opened(output) as file:
            (_parquet if form == "parquet" else _csv)(frames, file)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RunError(f"{_shown(output)} cannot be written: {error.strerror}") from None


@contextmanager
def _opened(output: Path) -> Iterator[BinaryIO]:
    if output == STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with replacing(output) as file:
            yield file


def _csv(frames: Iterator[pl.DataFrame], file: BinaryIO) -> None:
    for number, frame in enumerate(frames):
        text = io.BytesIO()
        frame.write_csv(text, include_header=not number)
        file.write(text.getbuffer())


def _parquet(frames: Iterator[pl.DataFrame], file: BinaryIO) -> None:
    from polars.io.plugins import register_io_source

    first = next(frames)

    def every(*_: object) -> Iterator[pl.DataFrame]:
        yield first
        yield from frames

    register_io_source(every, schema=first.schema).sink_parquet(file)


def _shown(output: Path) -> str:
    return "the standard output" if output == STREAM else str(output)
