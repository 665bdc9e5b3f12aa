"""How much memory there is, and how sizes are written."""

from __future__ import annotations

import os
from pathlib import Path

UNITS = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
BINARY = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


def available() -> int:
    """Return the bytes that can still be had: free memory, or what the container's limit leaves of it."""
    free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                free = int(line.split()[1]) * 1024
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        if limit.isdigit():
            free = min(free, int(limit) - used)
    except OSError:
        pass
    return free


def budget(memory: str) -> int:
    """Return the bytes that rows may take: what `data.memory` says, or half of what can be had."""
    return available() // 2 if memory == "auto" else parsed(memory)


def parsed(size: str) -> int:
    """Return the bytes of "1GiB" or "500 MB"."""
    number = size.rstrip("BkKMGTi ")
    return int(float(number) * {**UNITS, **BINARY}[size[len(number) :].strip()])


def spoken(count: int) -> str:
    """Return bytes as a person reads them: "12.3 MB", "4.1 GB"."""
    for unit in ("TB", "GB", "MB", "kB"):
        if count >= UNITS[unit]:
            return f"{count / UNITS[unit]:.1f} {unit}"
    return f"{count} bytes"
