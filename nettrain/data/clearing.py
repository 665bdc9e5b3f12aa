"""Where stores of encoded rows lie, who uses one, and room made at the cost of those that nobody does."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import time
from pathlib import Path

from nettrain.data.cache import cache_folder

FACTS = "store.json"
PREFIX = ".new-"
"""What the name of a store begins with while it is written, or removed."""
MOST = 20 * 2**30
"""Bytes that all stores together may take; half of the disk's free room, if that is less."""
IDLE = 3600
"""Seconds without a write after which an unfinished store is taken for abandoned."""


class Lock:
    """A lock on a store, shared unless it is said otherwise, held until it is forgotten."""

    def __init__(self, folder: Path, how: int = fcntl.LOCK_SH) -> None:
        """Wait for the lock. Raises FileNotFoundError where there is no store, or another one by then."""
        facts = folder / FACTS
        self.handle = os.open(facts, os.O_RDONLY)
        fcntl.flock(self.handle, how)
        if not os.path.samestat(os.fstat(self.handle), os.stat(facts)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(facts))

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
            with contextlib.suppress(FileNotFoundError):  # another process removes it
                found.append(((place / FACTS).stat().st_mtime, sum(map(_bytes, place.iterdir())), place))
    room = os.statvfs(folder)
    total = sum(size for _, size, _ in found)
    cap = min(most, (room.f_bavail * room.f_frsize + total) // 2)
    for _, size, place in sorted(found):
        if total + need <= cap:
            return
        try:
            evict(place)
        except FileNotFoundError:
            pass  # another process was first
        except OSError:
            continue
        total -= size


def evict(folder: Path) -> None:
    """Remove a store, for others all at once. Raises FileNotFoundError where there is none, OSError where it is in
    use."""
    lock = Lock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    gone = folder.with_name(f"{PREFIX}{os.urandom(8).hex()}")
    folder.rename(gone)
    del lock
    shutil.rmtree(gone, ignore_errors=True)


def _bytes(file: Path) -> int:
    """Return the size of a file, 0 if it is gone by now."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _idle(place: Path) -> bool:
    try:
        times = [file.stat().st_mtime for file in (place, *place.iterdir())]
    except OSError:
        return False
    return time.time() - max(times) > IDLE
