"""Where nettrain keeps what can be made again: never beside the user's data."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return $NETTRAIN_CACHE, else nettrain/ below $XDG_CACHE_HOME, else below ~/.cache."""
    given = os.environ.get("NETTRAIN_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nettrain"
