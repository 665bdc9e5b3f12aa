"""What stands above a table or between its rows: titles and comments."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice

from nettrain.data.comments import Passed, doubt, one
from nettrain.data.detection.cells import kinds
from nettrain.data.detection.trial import MOST_TITLES, complete, table_width
from nettrain.data.dialect import Dialect
from nettrain.data.records import Record

MARKS = ("#", "%", "//")
"""What comments begin with; all but the first only where the first two lines do."""


def likely_comment(sample: str, skip: int) -> str:
    """Return the mark of what may be comments, so that they do not count when candidates are tried; "" for none."""
    lines = [line.lstrip(" \t") for line in islice(io.StringIO(sample, newline=""), skip, None) if not line.isspace()]
    for mark in MARKS:
        count = sum(line.startswith(mark) for line in lines)
        top = len(lines) > 2 and all(line.startswith(mark) for line in lines[:2])
        if 0 < count < len(lines) and (top or (mark == "#" and 2 * count <= len(lines))):
            return mark
    return ""


def commented(sample: str, dialect: Dialect, whole: bool) -> tuple[str, dict[str, str]]:
    """Return what comments begin with, and what is unclear about it: the dialect's mark, where the lines that begin
    with it are none of the table's; `whole` is false where the sample is cut.

    A header such as "#id,a,b" has as many cells as the rows below, a comment has not. Where both are met and blanks
    tell them apart, the mark is returned with a blank; where they do not, there are comments if most are none of the
    table's.
    """
    mark = dialect.comment
    if not mark:
        return "", {}
    lines = list(io.StringIO(sample, newline=""))
    marked, rest = [], []
    for record in complete(sample, dialect._replace(comment=""), len(lines), whole):
        text = lines[record.line - 1].lstrip(" \t")
        if text.startswith(mark):
            marked.append((record, text.startswith(mark + " ")))
        else:
            rest.append(record)
    width = table_width(rest)
    passed = Passed()
    for record, blank in marked:
        passed = passed.and_then(one(len(record.cells), width, record.line, blank=blank))
    if not passed.others:
        return "", {}
    if passed.rows and passed.apart:
        return mark + " ", {}
    return ("", {}) if passed.mostly_rows() else (mark, doubt(passed, mark))


def skipped(told: Sequence[Record]) -> tuple[int, dict[str, str]]:
    """Return the number of lines above the table, and what is unclear about it.

    Empty lines and comments alone are not counted, since they are passed over anyway. A first record that lacks one
    cell is a broken header, not a title.
    """
    width = table_width(told)
    table = next((place for place, record in enumerate(told[:MOST_TITLES]) if not _is_title(record, width)), 0)
    lacks_one = table == 1 if width == 2 else table and len(told[table - 1].cells) == width - 1
    if lacks_one and not _is_header(told, table):
        table -= 1
    if not table:
        return 0, {}
    skip, kind = told[table].line - 1, kinds()
    cells = [cell.strip() for record in told[:table] if len(record.cells) > 1 for cell in record.cells]
    if any(kind(cell) == "number" for cell in cells):
        lines = "the first line is" if skip == 1 else f"the first {skip} lines are"
        said = f"{lines} left out, as shorter than the table, but numbers stand there"
        return skip, {"skip": f"{said}; settle it with data.format.skip"}
    return skip, {}


def _is_title(record: Record, width: int) -> bool:
    """Return whether a record has fewer cells than the table, or words in its first cell and nothing behind."""
    first, *rest = (cell.strip() for cell in record.cells or [""])
    if len(record.cells) == width > 1:
        return not any(rest) and kinds()(first) in ("word", "nothing")
    return len(record.cells) < width


def _is_header(told: Sequence[Record], place: int) -> bool:
    """Return whether a record of words stands above a number or moment."""
    if place + 1 >= len(told):
        return False
    kind = kinds()
    first, below = ([kind(cell.strip()) for cell in record.cells] for record in told[place : place + 2])
    return set(first) == {"word"} and any(name in ("number", "moment") for name in below)
