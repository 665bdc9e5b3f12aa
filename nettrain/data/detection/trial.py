"""A trial: a sample read by one dialect, and how much what comes out looks like a table."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from nettrain.data.detection.cells import Kind
from nettrain.data.dialect import BLANKS, Dialect
from nettrain.data.records import Record, records

ROWS = 100
"""Records on which a dialect is tried."""
MOST_TITLES = 50
"""Records above a table beyond which they are no titles."""


class Trial(NamedTuple):
    """A dialect, the records that it makes of a sample, and the number of cells of most of them (0 where none is)."""

    dialect: Dialect
    told: list[Record]
    width: int

    def faults(self) -> int:
        """Return the number of records that are broken."""
        return sum(bool(record.fault) for record in self.told)


def complete(text: str, dialect: Dialect, most: int, whole: bool) -> list[Record]:
    """Return at most `most` records; where `whole` is false the last one is left out, since its end may be missing."""
    told = list(islice(records(io.StringIO(text, newline=""), dialect), most + 1))
    if len(told) > most or (not whole and len(told) > 1):
        told.pop()
    return told


def tried(sample: str, dialect: Dialect, whole: bool) -> Trial:
    """Return what comes out if the sample is read by this dialect."""
    told = complete(sample, dialect, ROWS, whole)
    return Trial(dialect, told, table_width(told))


def table_width(told: Sequence[Record]) -> int:
    """Return the number of cells of the table's records, whatever titles stand above it; 0 where there are none."""
    counts = Counter(len(record.cells) for record in told if not record.fault)
    if not counts:
        return 0
    wide = max(counts, key=lambda width: (width > 1, counts[width], width))
    if wide > 1 and counts[wide] > 1 and counts[wide] >= 0.8 * len(_table(told, wide)):
        return wide
    return max(counts, key=lambda width: (counts[width], width))


def consistency(trial: Trial) -> float:
    """Return the share of records that have the table's number of cells; titles above it do not count against it."""
    strict = trial.dialect.delimiter in (BLANKS, ":")  # words and colons in titles and texts are no sign of a table
    told = trial.told if strict else _table(trial.told, trial.width)
    return sum(len(r.cells) == trial.width and not r.fault for r in told) / max(1, len(told))


def score(trial: Trial, kind: Kind) -> float:
    """Return 0 (no table at all) to 1: the share of like records x the squared share of clean cells x their number."""
    if trial.width < 2:
        return 0.0
    rows = [r.cells for r in trial.told if len(r.cells) == trial.width and not r.fault]
    shares = consistency(trial) * math.sqrt(1 - 1 / trial.width)
    if trial.dialect.delimiter == BLANKS and not _any_numbers(rows, kind):
        return 0.0  # two words a line are a text
    if trial.dialect.delimiter in (BLANKS, ":"):
        shares *= 0.8
    if trial.dialect.delimiter == "\t" and _padded(rows) > 0.1:
        shares *= 0.7
    return shares * _clean((cell for row in rows[:50] for cell in row), kind) ** 2


def _table(told: Sequence[Record], width: int) -> Sequence[Record]:
    """Return the records without the titles above the first that has `width` cells."""
    places = (place for place, record in enumerate(told[:MOST_TITLES]) if len(record.cells) == width)
    return told[next(places, 0) :]


def _clean(cells: Iterable[str], kind: Kind) -> float:
    """Return the share of cells that are one thing: a number, a moment, or words without a bare delimiter inside."""
    bare = re.compile(r"[,;|\t](?=\S)|[,;|\t]\Z|\A[\"]").search
    letter = re.compile(r"[^\W\d_]").search
    clean = total = 0
    for cell, count in Counter(map(str.strip, cells)).items():
        sort = kind(cell)
        if sort == "nothing":
            continue
        total += count
        if sort != "word" or (not bare(cell) and (letter(cell) or " " not in cell)):
            clean += count
    return clean / total if total else 0.5


def _any_numbers(rows: Sequence[Sequence[str]], kind: Kind) -> bool:
    """Return whether a column holds numbers, below what may be its name."""
    below = rows[1:31] if len(rows) > 2 else rows
    return any(all(kind(cell) in ("number", "nothing") for cell in column) for column in zip(*below, strict=True))


def _padded(rows: Sequence[Sequence[str]]) -> float:
    cells = [cell for row in rows[:20] for cell in row]
    return sum(cell != cell.strip(" ") for cell in cells) / max(1, len(cells))
