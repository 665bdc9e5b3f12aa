"""What a cell looks like: a number, a moment, a word, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

NOTHING = frozenset(("", "?", "-", "NA", "N/A", "na", "n/a", "NaN", "nan", "null", "NULL", "None"))
"""Cells that stand for no value in common files; the config's `data.missing` decides when rows are read."""

_TIME = r"\d{1,2}[:.]\d\d[:.]\d\d(?:\.\d+)?|\d{1,2}:\d\d"
_DATE = r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4})"
MOMENT = rf"{_DATE}(?:[T ]+(?:{_TIME})(?:Z|[+-]\d\d:?\d\d)?)?|{_TIME}"
"""A date, a time, or both."""
NUMBER = (
    r"[+-]?(?:\d{1,3}(?:([.,' _\u2019\u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d*)?|\d+(?:[.,]\d*)?|[.,]\d+)"
    r"(?:[eE][+-]?\d+)?"
)
"""A number with whatever marks before its decimals and between its groups of three digits."""

Kind = Callable[[str], str]
"""Takes a cell without blanks around it; returns "nothing", "number", "moment" or "word"."""


def kinds() -> Kind:
    """Return what tells the kinds of cells apart."""
    number, moment = re.compile(NUMBER, re.ASCII).fullmatch, re.compile(MOMENT, re.ASCII).fullmatch

    def kind(cell: str) -> str:
        if cell in NOTHING:
            return "nothing"
        if not (cell[0].isdigit() or cell[0] in "+-.,"):
            return "word"
        return "number" if number(cell) else "moment" if moment(cell) else "word"

    return kind


def common(cells: Iterable[str], kind: Kind) -> str:
    """Return the kind of nine tenths or more of the cells that hold something; "word" where they are mixed.

    "nothing" where none holds anything.
    """
    counts = {"nothing": 0, "number": 0, "moment": 0, "word": 0}
    for cell in cells:
        counts[kind(cell)] += 1
    del counts["nothing"]
    held = sum(counts.values())
    if not held:
        return "nothing"
    return next((name for name in ("number", "moment") if counts[name] >= 0.9 * held), "word")
