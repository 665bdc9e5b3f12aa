"""How much memory there is."""

from __future__ import annotations

import os
from pathlib import Path

from nettrain.numbers import bytes_of


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
    return available() // 2 if memory == "auto" else bytes_of(memory)
