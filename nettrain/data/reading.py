"""CSV file -> table of text cells, null where a value is missing; refused with its lines where it is no table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from nettrain.data.lines import header_problems, ragged_rows
from nettrain.errors import DataError, Problem, Span, listing

MOST_PROBLEMS = 20


class Source(NamedTuple):
    """A file to read: `path` to open it, `shown` to name it in messages."""

    path: Path
    shown: str


class Table(NamedTuple):
    """Rows of one or several files with the same columns, all cells as text; null means missing.

    `ends` holds for each source the number of rows up to and including its last.
    """

    frame: pl.DataFrame
    sources: tuple[Source, ...]
    ends: tuple[int, ...]

    def source_of(self, row: int) -> tuple[Source, int]:
        """Return the file that row `row` (from 0) came from, and its number there (from 0)."""
        start = 0
        for source, end in zip(self.sources, self.ends, strict=True):
            if row < end:
                return source, row - start
            start = end
        raise IndexError(row)


def read(source: Source, missing: Sequence[str]) -> Table:
    """Read a CSV with a header: UTF-8, commas, double quotes; blanks around a cell do not count.

    Raises DataError: no such file, unreadable, not a table (with lines), no rows.
    """
    if not source.path.is_file():
        raise DataError(Problem(Span(source.shown), "", _no_file(source.path)))
    try:
        frame = pl.read_csv(source.path, infer_schema=False)
    except pl.exceptions.NoDataError:
        raise DataError(
            Problem(Span(source.shown, 1), "", "the file is empty, expected a header line and rows")
        ) from None
    except OSError as error:
        raise DataError(Problem(Span(source.shown), "", f"cannot be read: {error.strerror}")) from None
    except pl.exceptions.PolarsError as error:
        raise DataError(*_broken(source, str(error))) from None
    problems = header_problems(source.path, source.shown)
    if not problems and frame.height and frame.get_column(frame.columns[-1]).null_count():
        problems = ragged_rows(source.path, source.shown)
    if problems:
        raise DataError(*cut(problems))
    if not frame.height:
        raise DataError(Problem(Span(source.shown, 1), "", "has a header but no rows"))
    names = [name.strip() for name in frame.columns]
    cells = pl.all().str.strip_chars()
    frame = frame.select(pl.when(~cells.is_in(["", *missing])).then(cells).name.keep())
    return Table(frame.rename(dict(zip(frame.columns, names, strict=True))), (source,), (frame.height,))


def joined(tables: Sequence[Table]) -> Table:
    """Put the rows of several tables below each other, columns matched by name.

    Raises DataError if a later table lacks a column of the first; columns that the first lacks are left out.
    """
    first = tables[0]
    problems: list[Problem] = []
    ends: list[int] = []
    for table in tables[1:]:
        lacking = [name for name in first.frame.columns if name not in table.frame.columns]
        if lacking:
            message = f"lacks {_columns(lacking)}, which {first.sources[0].shown} has"
            problems.append(Problem(Span(table.sources[0].shown, 1), "", message))
    if problems:
        raise DataError(*problems)
    for table in tables:
        ends.append((ends[-1] if ends else 0) + table.frame.height)
    frame = pl.concat([table.frame.select(first.frame.columns) for table in tables])
    return Table(frame, tuple(source for table in tables for source in table.sources), tuple(ends))


def cut(problems: Sequence[Problem]) -> list[Problem]:
    """Return the first problems, and a line that counts the rest."""
    shown = list(problems[:MOST_PROBLEMS])
    if len(problems) > MOST_PROBLEMS:
        shown.append(Problem(Span(problems[0].span.file), "", f"and {len(problems) - MOST_PROBLEMS:,} more problems"))
    return shown


def _columns(names: Sequence[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {listing([repr(name) for name in names])}"


def _no_file(path: Path) -> str:
    if path.is_dir():
        return "is a folder, expected a CSV file"
    import difflib

    near = difflib.get_close_matches(path.name, [p.name for p in path.parent.glob("*")], 1, 0.6)
    return "no such file" + (f"; did you mean '{near[0]}'?" if near else f" in {path.parent.name or path.parent}/")


def _broken(source: Source, error: str) -> list[Problem]:
    found = header_problems(source.path, source.shown) or ragged_rows(source.path, source.shown)
    if found:
        return cut(found)
    return [Problem(Span(source.shown), "", f"is not a CSV in UTF-8: {error.splitlines()[0]}")]
