"""What can be known of this machine's devices without TensorFlow."""

from __future__ import annotations

from pathlib import Path

DRIVERS = (Path("/dev/nvidia0"), Path("/dev/nvidiactl"), Path("/dev/kfd"), Path("/dev/dxg"))
"""What the drivers of NVIDIA and AMD put up on Linux, and that of WSL."""


def accelerated() -> bool:
    """Return whether the machine shows a GPU."""
    return any(driver.exists() for driver in DRIVERS)
