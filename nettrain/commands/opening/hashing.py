"""The hashes of data files, by which a run knows them again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nettrain.data.sources import Source, unreadable

if TYPE_CHECKING:
    from nettrain.data.opening import Opened


def hashed(files: Sequence[tuple[str, Opened]]) -> list[dict[str, str]]:
    """Return side, name, path and hash of each data file; they are read once more for that.

    Raises DataError where one is not the file any more whose rows were read.
    """
    return [
        {"side": side, "file": read.source.shown, "path": str(read.source.path.resolve()), "sha256": _unchanged(read)}
        for side, read in files
    ]


def _unchanged(read: Opened) -> str:
    digest = sha256(read.source)
    read.stamp.check(read.source)
    return digest


def sha256(source: Source) -> str:
    """Return the hash of a file's bytes. Raises DataError where it cannot be read."""
    try:
        with source.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(source, error) from None


def hashes(files: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return side and hash of the data files of a manifest."""
    return tuple((record["side"], record["sha256"]) for record in files)
