"""Numbers as a person reads them: the one place that turns them into text."""

from __future__ import annotations

import math


def figure(value: float | None) -> str:
    """Return a measured value with four significant digits: "0.9412", "2.627e-06", "undefined" for nothing."""
    if value is None or math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "infinite" if value > 0 else "-infinite"
    if value and not 1e-4 <= abs(value) < 1e6:
        return f"{value:.3e}"
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def count(number: float) -> str:
    """Return a number of things with marks between the thousands: "1,123"."""
    return f"{number:,.0f}"


def seconds(time: float) -> str:
    """Return a stretch of time: "4.2 s", "3 min 10 s", "2 h 5 min"."""
    if time < 60:
        return f"{time:.1f} s"
    minutes, rest = divmod(round(time), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
