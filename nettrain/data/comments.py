"""Lines that are passed over as comments, held against the rows of the table: some may be rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from nettrain.config.scalars import yaml_text
from nettrain.data.dialect import Dialect
from nettrain.data.records import records
from nettrain.errors import Problem, Span
from nettrain.numbers import counted

KEY = "comment"
"""The field of `data.format` that says what comments begin with."""


class Passed(NamedTuple):
    """Lines that were passed over as comments.

    `rows` have as many cells as a row, the `first` of them in that line (0 where there is none), `others` have not;
    `apart` tells that a blank stands behind the mark of all others, and of no row.
    """

    rows: int = 0
    first: int = 0
    others: int = 0
    apart: bool = True

    def and_then(self, later: Passed) -> Passed:
        """Return these lines and later ones."""
        first = self.first if self.rows else later.first
        return Passed(self.rows + later.rows, first, self.others + later.others, self.apart and later.apart)

    def moved(self, lines: int) -> Passed:
        """Return the same of a table that stands so many lines farther down."""
        return self._replace(first=self.first + lines) if self.rows else self

    def mostly_rows(self) -> bool:
        """Return whether the mark begins rows rather than comments."""
        return self.rows > self.others


def one(cells: int, width: int, line: int, *, blank: bool) -> Passed:
    """Return a line of so many cells in a table of `width` columns; `blank` tells that one follows the mark.

    Of a single column only the blank tells a comment from a row.
    """
    if cells == width and (width > 1 or not blank):
        return Passed(rows=1, first=line, apart=not blank)
    return Passed(others=1, apart=blank)


def passed_over(lines: Sequence[tuple[int, str]], dialect: Dialect, width: int) -> Passed:
    """Return lines, each with its number, that begin with the dialect's mark, in a table of `width` columns."""
    marks = [mark for mark in (dialect.quote, dialect.escape) if mark]
    plain, made = dialect._replace(comment="", skip=0), Passed()
    for joins, some in groupby(lines, key=lambda line: any(mark in line[1] for mark in marks)):
        told = list(some)
        texts = [text for _, text in told]
        # a quote may be one that is never closed, but where there is none each line is a record
        parsed = (next(records([text], plain)) for text in texts) if joins else records(texts, plain)
        for (number, text), record in zip(told, parsed, strict=True):
            blank = text.lstrip(" \t").startswith(dialect.comment + " ")
            made = made.and_then(one(len(record.cells), width, number, blank=blank))
    return made


def doubt(passed: Passed, mark: str, *, pinned: bool = False) -> dict[str, str]:
    """Return what is unclear about the mark of comments, where a line behind it has as many cells as a row."""
    if not passed.rows:
        return {}
    single = passed.rows == 1
    told = "is taken for a comment, but has" if single else "are taken for comments, but have"
    where = f"line {passed.first}" if single else f"the first is line {passed.first}"
    said = f"{counted(passed.rows, 'line')} behind '{mark}' ({where}) {told} as many cells as a row"
    return {KEY: said if pinned else f"{said}; settle it with data.format.{KEY}"}


def refused(passed: Passed, mark: str, file: str) -> list[Problem]:
    """Return the fault of a file most of whose lines behind a mark that was found out have as many cells as a row."""
    if not passed.mostly_rows():
        return []
    lines = "this line is" if passed.rows == 1 else f"{passed.rows:,} lines, of which this is the first, are"
    other = yaml_text(mark + " " if passed.apart else "none")
    mend = f"set data.format.{KEY}: {other} to read such lines, or {yaml_text(mark)} to leave them out"
    message = f"{lines} left out as comments, behind '{mark}', with as many cells as a row; {mend}"
    return [Problem(Span(file, passed.first), f"data.format.{KEY}", message)]
