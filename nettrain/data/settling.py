"""Files that count before they have reached the disk, and how long they do.

The system hands out what was written to a file whether or not it has reached the disk; only when the system itself goes
down a part may be lost. So a folder is marked with the name of the time since the system started, until the disk has
everything, which nobody waits for; a mark with another name says that nobody knows.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from nettrain.atomic import synced

UNSETTLED = "unsettled"
"""The name of the mark."""
BOOT = Path("/proc/sys/kernel/random/boot_id")
"""What is another one each time the system starts."""


def unsettled(folder: Path) -> None:
    """Mark a folder whose files are about to be written; the mark itself is on the disk."""
    with (folder / UNSETTLED).open("w") as out:
        out.write(booted())
        out.flush()
        os.fsync(out.fileno())
    synced(folder)


def lost(folder: Path) -> bool:
    """Return whether the system went down before all of a folder was known to be on the disk."""
    try:
        return (folder / UNSETTLED).read_text() != booted()
    except FileNotFoundError:
        return False


def settle(folder: Path, handles: Sequence[int]) -> None:
    """Take the mark away once the files of a folder (open under `handles`, which are closed) have reached the disk.

    What the disk does not take is removed, and OSError raised.
    """
    try:
        for handle in handles:
            os.fsync(handle)
        synced(folder)
        synced(folder.parent)
        (folder / UNSETTLED).unlink()
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        closed(handles)


def closed(handles: Sequence[int]) -> None:
    """Close files."""
    for handle in handles:
        os.close(handle)


def booted() -> str:
    """Return the name of the time since the system started, "" where it has none."""
    try:
        return BOOT.read_text().strip()
    except OSError:
        return ""
