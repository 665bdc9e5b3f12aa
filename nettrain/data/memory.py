"""How much memory there is."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from nettrain.numbers import bytes_of

MACHINE = Path("/proc/meminfo")
CONTAINER = Path("/sys/fs/cgroup")
"""Where Linux tells of all memory, and of the limit within which this process runs."""


def available() -> int:
    """Return the bytes that can still be had: free memory, or what the container's limit leaves of it."""
    free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError):
        free = _told(MACHINE, "MemAvailable:", free // 1024) * 1024
    with suppress(OSError):
        limit = (CONTAINER / "memory.max").read_text().strip()
        if limit.isdigit():
            free = min(free, _left(int(limit)))
    return free


def _left(limit: int) -> int:
    """Return what a limit leaves; files that were read and have lain since are given back when memory is asked for."""
    used = int((CONTAINER / "memory.current").read_text())
    with suppress(OSError):
        used -= _told(CONTAINER / "memory.stat", "inactive_file", 0)
    return min(limit, max(0, limit - used))


def _told(file: Path, name: str, otherwise: int) -> int:
    """Return the number behind a name. Raises OSError."""
    lines = map(str.split, file.read_text().splitlines())
    return next((int(line[1]) for line in lines if line and line[0] == name), otherwise)


def budget(memory: str) -> int:
    """Return the bytes that rows may take: what `data.memory` says, or half of what can be had."""
    return available() // 2 if memory == "auto" else bytes_of(memory)
