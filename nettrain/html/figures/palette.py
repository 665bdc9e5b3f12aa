"""Colours by what they are for: the figures name a role, the page says which colour that is in light and in dark.

Series follow Okabe and Ito (https://jfly.uni-koeln.de/color/), whose colours the colour-blind tell apart: darker on
white for the sake of contrast, lighter where the page is dark. A series differs from the next in its line too.
"""

from __future__ import annotations

from typing import NamedTuple


class Role(NamedTuple):
    """One role: its colour on a light and on a dark page."""

    light: str
    dark: str


ROLES = {
    "paper": Role("#ffffff", "#12171d"),
    "panel": Role("#f5f7f9", "#1a2129"),
    "ink": Role("#1a2027", "#e3e8ee"),
    "muted": Role("#56616c", "#9aa7b4"),
    "rule": Role("#d5dbe1", "#333d48"),
    "shade": Role("#aab4be", "#5c6a78"),
    "good": Role("#00694c", "#35c79a"),
    "bad": Role("#b03a00", "#ff9466"),
    "series-1": Role("#0072b2", "#5ab4ea"),
    "series-2": Role("#c44e00", "#f58b4c"),
    "series-3": Role("#00805d", "#2fc59a"),
    "series-4": Role("#a8487f", "#e39ac6"),
    "series-5": Role("#8a6d00", "#e8bd3c"),
    "series-6": Role("#4b5563", "#c3ccd6"),
    "heat": Role("#3a9bd4", "#1d659a"),
}
MARKS = {name: f"#{number:02x}c0de" for number, name in enumerate(ROLES, start=1)}
"""A colour that stands for a role while a figure is drawn; no figure has another."""
SERIES = tuple(MARKS[f"series-{n}"] for n in range(1, 7))
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))


def variables(scheme: str) -> str:
    """Return the CSS variables of a scheme, "light" or "dark"."""
    return " ".join(f"--{name}: {getattr(role, scheme)};" for name, role in ROLES.items())
