"""The files that a config names: one, a list, or a pattern; found, and watched for changes while they are read."""

from __future__ import annotations

import difflib
import glob
import os
import re
import weakref
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from nettrain.errors import DataError, Problem, Span
from nettrain.text import printable


class Pipe(NamedTuple):
    """A stream that can be read only once: its first bytes, and what comes behind them."""

    first: bytes
    rest: BinaryIO


class Source(NamedTuple):
    """A file to read: `path` to open it, `shown` to name it in messages; or a `pipe`."""

    path: Path
    shown: str
    pipe: Pipe | None = None

    @property
    def passes(self) -> bool:
        """Return whether it is no regular file, so that what was read of it is gone."""
        return self.pipe is not None or (self.path.exists() and not self.path.is_file())


def piped(stream: BinaryIO, shown: str, first: int) -> Source:
    """Return a stream as a source; `first` bytes of it, or all, are read at once to look at them."""
    return Source(Path(shown), shown, Pipe(stream.read(first), stream))


def passing(source: Source, first: int) -> Source:
    """Return a file that can be read only once (a FIFO, what `<(command)` names) as a pipe, any other as it is.

    Raises DataError if it cannot be opened.
    """
    if not source.passes:
        return source
    try:
        handle = os.open(source.path, os.O_RDONLY)
        stream = os.fdopen(handle, "rb", closefd=False)
        weakref.finalize(stream, os.close, handle)  # nobody knows when the last byte of it was read
        return source._replace(pipe=Pipe(stream.read(first), stream))
    except OSError as error:
        raise unreadable(source, error) from None


def found(patterns: Sequence[str], folder: Path, key: str = "path") -> list[Source]:
    """Return the files that paths and patterns (with * ? [ ]) name, relative to `folder`; a pattern's by their names.

    `key` is where they stand below data. Raises DataError for what is not there, is a folder, or cannot be read.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for place, pattern in enumerate(patterns):
        full = os.path.normpath(folder / pattern)
        if is_address(pattern, folder):
            paths = []
            problems.append(_address(pattern)._replace(key=("data", key, place)))
        elif glob.has_magic(pattern) and not os.path.exists(full):
            paths = [path for path in sorted(glob.glob(full, recursive=True)) if not os.path.isdir(path)]
            if not paths:
                message = f"the pattern matches no file{_unexpanded(pattern)}"
                problems.append(Problem(Span(shown(full)), "", message, ("data", key, place)))
        else:
            paths = [full]
            problems += [problem._replace(key=("data", key, place)) for problem in _absent(full, pattern)]
        sources += [Source(Path(path), shown(path)) for path in paths]
        places |= {shown(path): place for path in paths}
    named = Counter(source.shown for source in sources)
    message = "is named twice: every row would count double"
    twice = sorted(name for name, times in named.items() if times > 1)
    problems += [Problem(Span(name), "", message, ("data", key, places[name])) for name in twice]
    if problems:
        raise DataError(*problems)
    return sources


def is_address(pattern: str, folder: Path) -> bool:
    """Return whether it begins as addresses do, and not as a path relative to `folder`, or with a drive."""
    scheme = re.match("[A-Za-z][A-Za-z0-9+.-]+:(?=/)", pattern)
    return scheme is not None and not os.path.exists(folder / scheme[0])


def shown(path: str) -> str:
    """Return a file as the user can open it from where they stand."""
    try:
        return str(Path(path).absolute().relative_to(Path.cwd()))
    except ValueError:
        return path


class Stamp(NamedTuple):
    """What tells that a file is still the one that was opened."""

    size: int
    changed: int
    number: int

    @classmethod
    def of(cls, source: Source) -> Stamp:
        """Return the file's stamp now; that of a pipe never changes. Raises DataError if it is gone."""
        if source.pipe:
            return cls(len(source.pipe.first), 0, 0)
        try:
            state = os.stat(source.path)
        except OSError as error:
            raise unreadable(source, error) from None
        return cls(state.st_size, state.st_mtime_ns, state.st_ino)

    def check(self, source: Source) -> None:
        """Raise DataError if the file is another one by now."""
        if Stamp.of(source) != self:
            raise DataError(Problem(Span(source.shown), "", "changed while it was read; run again when it is complete"))


def unreadable(source: Source, error: OSError) -> DataError:
    """Return the error for a file that the system does not let be read."""
    return DataError(Problem(Span(source.shown), "", f"cannot be read: {error.strerror or error}"))


def _absent(path: str, pattern: str) -> list[Problem]:
    span = Span(shown(path))
    if os.path.isdir(path):
        return [Problem(span, "", "is a folder, expected a file; take all files in it with a pattern: *.csv")]
    parent = Path(path).parent
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as error:
        return [Problem(span, "", f"cannot be read: {getattr(error, 'strerror', None) or error}")]
    else:
        return []
    try:
        there = os.listdir(parent)
    except OSError:
        there = []
    near = difflib.get_close_matches(Path(path).name, there, 1, 0.6)
    message = f"no such file; did you mean '{near[0]}'?" if near else f"no such file in {parent.name or parent}/"
    return [Problem(span, "", printable(message) + _unexpanded(pattern))]


def _address(pattern: str) -> Problem:
    """Say what to do about an address in place of a path, from which a slash may be gone."""
    scheme, _, rest = pattern.partition(":")
    if scheme.lower() != "file":
        message = "addresses are not read: download the file first, and write its path"
        return Problem(Span(f"{scheme}://{rest.lstrip('/')}"), "", message)
    from urllib.parse import unquote

    path = unquote(re.sub("^//(localhost(?=/))?", "", rest))
    return Problem(Span(pattern), "", f"addresses are not read: write the path, {printable(path)}")


def _unexpanded(pattern: str) -> str:
    """Return what to do about a path as a shell takes it."""
    shell = next((mark for mark in ("~", "$") if pattern.startswith(mark)), "")
    return f"; '{shell}' stands for itself here: write the folder out" if shell else ""
