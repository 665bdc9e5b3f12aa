"""A length of time as a config writes it: 30s, 10min, 2h."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}

Duration: TypeAlias = Annotated[str, Field(pattern=r"^\d{1,9}(\.\d{1,9})? ?(ms|s|min|h|d)$")]


def in_seconds(duration: str) -> float:
    """Return the seconds of a Duration."""
    number = duration.rstrip("mshdin ")
    return float(number) * UNITS[duration[len(number) :].strip()]
