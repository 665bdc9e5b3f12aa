"""Where stores of encoded rows lie, who uses one, and room made at the cost of those that nobody does."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path

from nettrain.data.cache import cache_folder

FACTS = "store.json"
PREFIX = ".new-"
"""What the name of a store begins with while it is written."""
MOST = 20 * 2**30
"""Bytes that all stores together may take; half of the disk's free room, if that is less."""
IDLE = 3600
"""Seconds without a write after which an unfinished store is taken for abandoned."""


class Lock:
    """A shared lock on a file, held until it is forgotten."""

    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_RDONLY)
        fcntl.flock(self.handle, fcntl.LOCK_SH)

    def __del__(self) -> None:
        if hasattr(self, "handle"):
            os.close(self.handle)


def stores_folder() -> Path:
    """Return the folder of all stores."""
    return cache_folder() / "rows"


def make_room(keep: str, need: int, most: int = MOST) -> None:
    """Remove the stores that were not used for longest until `need` bytes more are within the cap.

    Neither the one named `keep` nor one in use is removed, nor anything that is no store; what a process that is gone
    left unfinished is.
    """
    folder = stores_folder()
    found = []
    for place in folder.iterdir():
        if place.name.startswith(PREFIX) and _idle(place):
            shutil.rmtree(place, ignore_errors=True)
        elif (place / FACTS).is_file() and len(place.name) == 32 and place.name != keep:
            size = sum(file.stat().st_size for file in place.iterdir())
            found.append(((place / FACTS).stat().st_mtime, size, place))
    room = os.statvfs(folder)
    total = sum(size for _, size, _ in found)
    cap = min(most, (room.f_bavail * room.f_frsize + total) // 2)
    for _, size, place in sorted(found):
        if total + need <= cap:
            return
        with (place / FACTS).open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            shutil.rmtree(place, ignore_errors=True)
            total -= size


def _idle(place: Path) -> bool:
    try:
        times = [file.stat().st_mtime for file in (place, *place.iterdir())]
    except OSError:
        return False
    return time.time() - max(times) > IDLE
