"""Text for a terminal or a log: nothing in it that cannot be seen, and cells that line up."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TextIO

WIDE, MARKS = ("W", "F"), ("Mn", "Me")
GAP, LABEL = re.compile(r"(?<=\S) {2,}(?=\S)"), re.compile(r" *\S+ {2,}(?=\S)")
"""What sets the cells of a row apart, and what a line begins with that has a label."""
COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#\w*\[)")
"""What CI systems take for commands: GitHub a line that begins with ::, and ##[ wherever it stands; Azure ##vso[;
TeamCity ##teamcity[. Source: actions/runner, ActionCommand; the manuals of Azure Pipelines and TeamCity."""
HANGING = 4
"""Blanks before the rest of a line that was broken."""
LEAST = 10
"""Cells that a column of text has at least, where a table is too wide."""


class Table(NamedTuple):
    """A table of text: heads, rows, and which columns are numbers, that is, set flush right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]


def printable(text: str) -> str:
    """Return one line, with escapes for everything that cannot be seen: control characters, line ends, hidden marks."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def command(*arguments: object) -> str:
    """Return a command of nettrain as it can be given to a shell: `nettrain fit --resume 'a run'`."""
    return shlex.join(["nettrain", *map(str, arguments)])


def quoted_command(*arguments: object) -> str:
    """Return such a command between quotes that it does not hold itself, for a sentence."""
    told = command(*arguments)
    mark = '"' if "'" in told else "'"
    return f"{mark}{told}{mark}"


def option(name: str, value: str) -> str:
    """Return an option as it can be given to a shell: `--set 'train={epochs: 3}'`."""
    return shlex.join([name, value])


def encodable(text: str, encoding: str) -> str:
    """Return text with escapes for what `encoding` does not know."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def shows(text: str, stream: TextIO) -> bool:
    """Return whether a stream's encoding knows all of a text."""
    encoding = stream.encoding or "ascii"
    return encodable(text, encoding) == text


def logged(text: str) -> str:
    """Return one printable line that no CI system obeys when it finds it in a log, whatever a cell holds."""
    return COMMAND.sub(lambda found: rf"{found[1]}\x3a" if found[1] is not None else r"\x23", printable(text))


def page(lines: Iterable[str]) -> str:
    """Return lines below each other, each of them as `logged` has it."""
    return "\n".join(map(logged, lines))


def cells_of(text: str) -> int:
    """Return how many cells of a terminal text takes: two for a wide character, none for a mark on another.

    Source: Unicode Standard Annex 11, East Asian Width.
    """
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in WIDE else unicodedata.category(c) not in MARKS for c in text)


def wrapped(line: str, width: int) -> list[str]:
    """Return a printable line broken between words where it is wider than a terminal.

    What goes on is set in: below the text behind a label, else by HANGING. A word that is wider stays in one piece, for
    it may be a place to be clicked, and so does the row of a table.
    """
    if cells_of(line) <= width or len(GAP.findall(line)) > 1:
        return [line]
    blanks = len(line) - len(line.lstrip())
    label = LABEL.match(line)
    start = label.end() if label else blanks
    edge = start if label and start <= width // 2 else blanks + HANGING
    first, *words = line[start:].split(" ")
    lines = [line[:start] + first]
    used = cells_of(lines[0])
    for word in words:
        if used + 1 + cells_of(word) > width:
            lines.append(" " * edge + word)
            used = edge + cells_of(word)
        else:
            lines[-1] += f" {word}"
            used += 1 + cells_of(word)
    return lines


def columns(table: Table, width: int | None = None) -> list[str]:
    """Return a table as printable lines, each column as wide as its widest cell.

    With `width`, a terminal's, the last columns are left out where they do not fit, and the last that stays is cut, but
    for one of numbers.
    """
    rows = [[printable(cell) for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(map(cells_of, cells)) for cells in zip(*rows, strict=True)]
    if width is not None:
        widths = _fitting(widths, table.right, width)
        rows = [[_cut(cell, most) for cell, most in zip(row, widths, strict=False)] for row in rows]
    return ["  ".join(map(_padded, row, widths, table.right)).rstrip() for row in rows]


def _fitting(widths: Sequence[int], right: Sequence[bool], width: int) -> list[int]:
    """Return the widths of the columns that fit, of which there is one at least."""
    kept: list[int] = []
    for cells, number in zip(widths, right, strict=True):
        room = width - sum(kept) - 2 * len(kept)
        if kept and room < (cells if number else min(cells, LEAST)):
            break
        kept.append(cells if number else min(cells, max(room, LEAST)))
    return kept


def _cut(cell: str, most: int) -> str:
    if cells_of(cell) <= most:
        return cell
    while cells_of(cell) > most - 3:
        cell = cell[:-1]
    return f"{cell}..."


def _padded(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - cells_of(cell))
    return blanks + cell if right else cell + blanks
