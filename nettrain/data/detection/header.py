"""Tell whether the first record names the columns: every column has a vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from nettrain.data.detection.cells import Kind, common, kinds

ROWS = 100
"""Rows that are compared with the first record."""
CLEAR = 4
"""Votes for each one against from which the outcome is clear."""
FEWEST = 4
"""Rows from which words that come again and again are told from words that do not."""
SETTLE = "settle it with data.format.header"


def header(rows: Sequence[list[str]]) -> tuple[bool, dict[str, str]]:
    """Return whether the first of `rows` is the header, and what is unclear about it."""
    if len(rows) < 2:
        return True, {}
    first = [cell.strip() for cell in rows[0]]
    width = Counter(len(row) for row in rows[1 : ROWS + 1]).most_common(1)[0][0]
    below = [row for row in rows[1 : ROWS + 1] if len(row) == width]
    kind = kinds()
    numbered = _numbered(first, below, kind)
    votes = [
        _vote(cell, [row[place].strip() for row in below], kind, numbered) for place, cell in enumerate(first[:width])
    ]
    names, values = votes.count("name"), votes.count("value")
    if not names and not values:
        return True, {
            "header": f"the first record is taken for the header, but its cells look like those below; {SETTLE}"
        }
    if names >= CLEAR * values:
        return True, {}
    if values >= CLEAR * names:
        return False, {}
    shown = f"of the columns below it {names} differ from it and {values} do not"
    return True, {"header": f"the first record is taken for the header, but {shown}; {SETTLE}"}


def _vote(cell: str, below: list[str], kind: Kind, numbered: bool) -> str:
    """Return what a cell of the first record is to the cells below it: "name", "value", or "" where that is open."""
    own, theirs = kind(cell), common(below, kind)
    if "nothing" in (own, theirs):
        return ""
    if own != "word":
        if own == "number" and numbered:
            return ""
        return "value" if theirs != "word" or cell in below else ""
    if theirs != "word":
        return "name"
    if cell in below:
        return "value"
    held = [other for other in below if kind(other) != "nothing"]
    return "name" if len(held) >= FEWEST and 2 * len(set(held)) <= len(held) else ""


def _numbered(first: list[str], below: list[list[str]], kind: Kind) -> bool:
    """Return whether the numbers of the first record count up by one, as names of columns do and rows do not."""
    counted = [int(cell) for cell in first if cell.isascii() and cell.isdigit() and len(cell) < 10]
    if len(counted) < 3 or len(counted) != sum(kind(cell) == "number" for cell in first):
        return False
    if any(later - earlier != 1 for earlier, later in pairwise(counted)):
        return False
    return not any(_numbered([cell.strip() for cell in row], [], kind) for row in below[:10])
