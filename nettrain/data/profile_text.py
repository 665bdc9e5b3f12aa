"""What a column holds, in words: of the record that `ColumnProfile.to_json` gives, fresh or read back from a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nettrain.moments import moments
from nettrain.numbers import figure, percent

MARKS = 3
"""Marks for "no value" that are told."""


def kind(seen: Mapping[str, Any]) -> str:
    """Return the kind, or as what the column is no input."""
    return str(seen["left_out"] or seen["kind"])


def missing(seen: Mapping[str, Any]) -> str:
    """Return how many rows have no value, their share, and the marks that stood there: "12 (8%, 'NA')"."""
    if not seen["missing"]:
        return "0"
    marks = [repr(mark) for mark in seen["marks"] if mark][:MARKS]
    return f"{seen['missing']:,} ({', '.join([percent(seen['missing'] / seen['rows']), *marks])})"


def distinct(seen: Mapping[str, Any]) -> str:
    """Return how many values differ: "1,234", "~1,234" where that is an estimate."""
    return ("~" if seen["about"] else "") + f"{seen['distinct']:,}"


def values(seen: Mapping[str, Any]) -> str:
    """Return the most frequent words with their shares, or the ends of numbers, dates and booleans."""
    low, high = seen["low"], seen["high"]
    if seen["top"]:
        return ", ".join(f"{word} {percent(rows / max(seen['rows'], 1))}" for word, rows in seen["top"])
    if low is None:
        return ""
    if isinstance(low, bool):
        return "no, yes" if low != high else "yes" if low else "no"
    if isinstance(low, (int, float)):
        return f"{figure(low)} to {figure(high)}"
    return " to ".join(moments([datetime.fromisoformat(low), datetime.fromisoformat(high)]))
