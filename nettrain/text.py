"""Text for a terminal or a log: nothing in it that cannot be seen, and cells that line up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDE, MARKS = ("W", "F"), ("Mn", "Me")


class Table(NamedTuple):
    """A table of text: heads, rows, and which columns are numbers, that is, set flush right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]


def printable(text: str) -> str:
    """Return one line, with escapes for everything that cannot be seen: control characters, line ends, hidden marks."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def encodable(text: str, encoding: str) -> str:
    """Return text with escapes for what `encoding` does not know."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def page(lines: Iterable[str]) -> str:
    """Return lines below each other, each of them printable."""
    return "\n".join(map(printable, lines))


def cells_of(text: str) -> int:
    """Return how many cells of a terminal text takes: two for a wide character, none for a mark on another.

    Source: Unicode Standard Annex 11, East Asian Width.
    """
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in WIDE else unicodedata.category(c) not in MARKS for c in text)


def columns(table: Table) -> list[str]:
    """Return a table as printable lines, each column as wide as its widest cell."""
    rows = [[printable(cell) for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(map(cells_of, cells)) for cells in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths, table.right)).rstrip() for row in rows]


def _padded(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - cells_of(cell))
    return blanks + cell if right else cell + blanks
