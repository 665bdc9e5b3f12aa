"""The hashes of data files, by which a run knows them again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from nettrain.data.sources import Source, unreadable


def hashed(files: Sequence[tuple[str, Source]]) -> list[dict[str, str]]:
    """Return side, name, path and hash of each data file; they are read once more for that."""
    return [
        {"side": side, "file": source.shown, "path": str(source.path.resolve()), "sha256": sha256(source)}
        for side, source in files
    ]


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
