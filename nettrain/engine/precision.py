"""Mixed precision: which one a machine has units for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nettrain.config.train import MIXED

FULL = "float32"
HALF, BRAIN = MIXED


def precision_of(tf: Any, wanted: str, devices: int) -> str:
    """Return the precision to train with: what is wanted, or for "auto" what all GPUs have units for.

    On several devices never float16, which scales its loss by what one of them sees.
    """
    if wanted != "auto":
        return wanted
    details = [tf.config.experimental.get_device_details(gpu) for gpu in tf.config.list_physical_devices("GPU")]
    found = by_capability([detail.get("compute_capability", (0, 0)) for detail in details])
    return FULL if found == HALF and devices > 1 else found


def by_capability(capabilities: Sequence[tuple[int, int]]) -> str:
    """Return the precision for GPUs of these compute capabilities: units for float16 came with 7.0, bfloat16 with 8.0.

    Source: NVIDIA, CUDA C++ Programming Guide, table "Feature Support per Compute Capability".
    """
    least = min(capabilities, default=(0, 0))
    if least >= (8, 0):
        return BRAIN
    return HALF if least >= (7, 0) else FULL
