"""A cell that is no value of its column's kind: why, and how to mend it, which goes by where the kind comes from."""

from __future__ import annotations

import re
from typing import NamedTuple

from nettrain.components.column import Column
from nettrain.components.columns.boolean import NO, YES
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.components.columns.sequence import Sequence
from nettrain.data.spelling import LONG


class Mend(NamedTuple):
    """How to mend a cell, in words; `free` tells that its column may as well have another kind."""

    text: str
    free: bool = False

    def __str__(self) -> str:
        return self.text


GUESSED = Mend("mend it, declare the column as category, or add the word to data.missing", free=True)
YES_OR_NO = Mend(
    "mend it, declare the column as boolean (if its numbers are 1 and 0) or category, or add the word to data.missing"
)
DECLARED = Mend(
    "data.columns declares it: mend the cell, declare another kind, or add the word to data.missing", free=True
)
TRAINED = Mend("the run was trained with it: mend the cell")


def misfit(cell: str, kind: Column, mend: Mend = GUESSED) -> str:
    """Say why a cell is no value of its column's kind, and how to mend it."""
    if isinstance(kind, (Number, Sequence)) and re.fullmatch(rf"[+-]?[0-9]{{{LONG},}}", cell.strip()):
        message = f"{cell.strip()} has more digits than a number holds exactly (float64)"
        return f"{message}; {'declare the column as category, or drop it' if mend.free else mend}"
    if mend is GUESSED and isinstance(kind, Number) and cell.strip().lower() in (*YES, *NO):
        mend = YES_OR_NO
    written = f" as {kind.format}" if isinstance(kind, Date) and kind.format != "auto" else ""
    return f"expected {kind.expected}{written}, got {cell!r}; {mend}"
