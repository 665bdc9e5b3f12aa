"""Numbers as a person reads them: the one place that turns them into text, and the text of a size into its bytes."""

from __future__ import annotations

import math
from collections.abc import Callable

NEARLY = 7
"""Digits of a value that is hardly below 1."""
UNITS = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
BINARY = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


def figure(value: float | None) -> str:
    """Return a measured value with four significant digits: "0.9412", "123,457", "2.627e-06", "nan", "inf".

    What is nearly 1 has more of them rather than be told as 1: "0.99999". None, a value that the rows do not define, is
    "undefined".
    """
    if value is None:
        return "undefined"
    if value and math.isfinite(value) and not 1e-4 <= abs(value) < 1e6:
        return f"{value:.3e}"
    digits = 4
    while digits < NEARLY and abs(value) < 1 == abs(float(f"{value:.{digits}g}")):
        digits += 1
    short = f"{value:.{digits}g}"
    return f"{value:,.0f}" if "e" in short else short


def bracketed(ends: tuple[float, float] | None, write: Callable[[float], str] = figure) -> str:
    """Return "[0.91, 0.96]", "[8204; 12,346]" where a comma stands between thousands, or "-" where there is none."""
    low, high = (write(end) for end in ends) if ends else ("", "")
    return f"[{low}{'; ' if ',' in low + high else ', '}{high}]" if ends else "-"


def signed(value: float) -> str:
    """Return a difference with four significant digits and its sign: "+0.02134", "-12,346", "0"."""
    return "0" if not value else figure(value) if value < 0 else f"+{figure(value)}"


def count(number: float) -> str:
    """Return a number of things with marks between the thousands: "1,123"."""
    return f"{number:,.0f}"


def counted(number: float, thing: str) -> str:
    """Return a number of things with their name: "1 row", "1,234 rows"."""
    return f"{count(number)} {thing}" if number == 1 else f"{count(number)} {thing}s"


def held(rows: float) -> str:
    """Return a number of rows: "1,123"; of weights that are no whole number: "1,123.4", "0.0123"."""
    return count(rows) if float(rows).is_integer() else f"{rows:,.1f}" if abs(rows) >= 1000 else figure(rows)


def percent(share: float, digits: int = 0) -> str:
    """Return a share: "12%"; with more digits where it would look like none or all and is neither: "0.2%", "<0.01%"."""
    for more in range(digits, 3):
        text = f"{share:.{more}%}"
        if share in (0, 1) or float(text[:-1]) not in (0, 100):
            return text
    return "<0.01%" if share < 0.5 else ">99.99%"


def seconds(time: float) -> str:
    """Return a stretch of time: "4.2 s", "3 min 10 s", "2 h 5 min"."""
    if round(time, 1) < 60:
        return f"{time:.1f} s"
    minutes, rest = divmod(round(time), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def left(time: float) -> str:
    """Return about how long something still takes: "12 s", "4 min", "2 h 5 min"."""
    minutes = round(time / 60)
    if time < 90:
        return f"{time:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def byte_size(number: int) -> str:
    """Return a number of bytes: "12.3 MB", "4.1 GB"."""
    for unit in ("TB", "GB", "MB", "kB"):
        if number >= UNITS[unit]:
            return f"{number / UNITS[unit]:.1f} {unit}"
    return f"{number} bytes"


def bytes_of(size: str) -> int:
    """Return the bytes of "1GiB" or "500 MB"."""
    number = size.rstrip("BkKMGTi ")
    return int(float(number) * {**UNITS, **BINARY}[size[len(number) :].strip()])
