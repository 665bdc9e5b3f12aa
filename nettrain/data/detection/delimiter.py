"""Tell the delimiter: every candidate is tried, and the one that makes the best table is taken."""

from __future__ import annotations

import re

from nettrain.config.format import Format
from nettrain.data.detection.cells import MOMENT, kinds
from nettrain.data.detection.quotes import quoted
from nettrain.data.detection.trial import Trial, consistency, score
from nettrain.data.dialect import BLANKS, Dialect

CANDIDATES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar", ":": "a colon", BLANKS: "blanks"}
"""Delimiters that are tried, with their names; of equals the first is taken."""
ALIKE = 0.5
"""Share of records with the same number of cells below which a candidate makes no table."""
LEAST = 0.1
"""Score below which it makes none; where no candidate does, the file has one column."""
NEAR = 0.9
"""Share of the best score from which the second best is told."""


def best(sample: str, guess: Dialect, pins: Format, whole: bool) -> tuple[Dialect, dict[str, str]]:
    """Return `guess` with delimiter, quote and escape found out as far as they are not pinned, and what is unclear."""
    if pins.delimiter is not None:
        return quoted(sample, guess._replace(delimiter=pins.delimiter), pins, whole).dialect, {}
    free = [delimiter for delimiter in CANDIDATES if not _means_something_else(delimiter, pins)]
    one = quoted(sample, guess._replace(delimiter=free[0]), pins, whole)
    if not _is_column_of_moments(one):
        kind = kinds()
        scored = []
        for delimiter in free:
            if not _may_be(delimiter, sample):
                continue
            trial = one if delimiter == free[0] else quoted(sample, guess._replace(delimiter=delimiter), pins, whole)
            if trial.width > 1 and consistency(trial) >= ALIKE:
                scored.append((score(trial, kind), trial))
        scored.sort(key=lambda pair: -pair[0])
        if scored and scored[0][0] >= LEAST:
            return scored[0][1].dialect, _doubt(scored)
    return one.dialect, {}


def _means_something_else(delimiter: str, pins: Format) -> bool:
    """Return whether a delimiter is pinned as the quote or the escape."""
    return bool({*(" \t" if delimiter == BLANKS else delimiter)} & {pins.quote, pins.escape})


def _may_be(delimiter: str, sample: str) -> bool:
    """Return whether a delimiter is met at all; blanks only where they stand between two cells."""
    if delimiter != BLANKS:
        return delimiter in sample
    return re.search(r"[^\s,;|][ \t]+[^\s,;|]", sample) is not None


def _is_column_of_moments(trial: Trial) -> bool:
    """Return whether each line but the first is a date or a time, which blanks and colons would cut."""
    moment = re.compile(MOMENT, re.ASCII).fullmatch
    cells = [record.cells for record in trial.told[1:]]
    return bool(cells) and all(len(row) == 1 and moment(row[0].strip()) for row in cells)


def _doubt(scored: list[tuple[float, Trial]]) -> dict[str, str]:
    """Say that the second best candidate is nearly as good, where it is."""
    if len(scored) < 2 or scored[1][0] < NEAR * scored[0][0]:
        return {}
    taken, other = (CANDIDATES[trial.dialect.delimiter] for _, trial in scored[:2])
    said = f"{taken} is taken for the delimiter, but {other} cuts the lines into like cells too"
    return {"delimiter": f"{said}; settle it with data.format.delimiter"}
