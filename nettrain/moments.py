"""Moments as text: the same in groups of rows, in profiles and beside a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

NO_DAY = date(1970, 1, 1)
"""The day of a time that has none."""


def moments(values: Sequence[datetime]) -> list[str]:
    """Return moments of a column as text: days, with a time where one is not midnight, times alone where no day is."""
    precise = "auto" if any(moment.second or moment.microsecond for moment in values) else "minutes"
    if all(moment.date() == NO_DAY for moment in values):
        return [moment.time().isoformat(precise) for moment in values]
    timed = any(moment.time() != time() for moment in values)
    return [moment.isoformat(" ", precise) if timed else moment.date().isoformat() for moment in values]
