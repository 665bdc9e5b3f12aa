"""Paths into a config, and how messages write them; it imports no YAML, which predicting does without."""

from __future__ import annotations

import re
from typing import TypeAlias

Step: TypeAlias = str | int
"""One step of a path into a config: a key, or the number of a list's item from 0."""


def shown(path: tuple[Step, ...]) -> str:
    """Return a path as messages write it: model.layers[2].dense.units."""
    parts = (
        f"[{step}]" if isinstance(step, int) else "." + (step if re.fullmatch(r"[\w-]+", step) else repr(step))
        for step in path
    )
    return "".join(parts).removeprefix(".")
