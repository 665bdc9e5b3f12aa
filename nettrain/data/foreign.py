"""Another file than those of the config, read for a run that was trained before: its columns are matched by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from nettrain.components.columns.category import Category
from nettrain.config.format import Format
from nettrain.data.detection.header import ROWS, header
from nettrain.data.dialect import Dialect, Marks
from nettrain.data.moments import written
from nettrain.data.opening import Opened, numbered, open_file
from nettrain.data.reading import stretches
from nettrain.data.respelling import standing_beside
from nettrain.data.sources import Source, found
from nettrain.data.spelling import read_numbers
from nettrain.data.values import Spelling, Typing
from nettrain.errors import DataError, Problem, Span, listing, suggestion
from nettrain.nearest import nearest

POINT, GROUPS = Marks(".", ""), Marks(".", ",")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
WITHOUT = (
    "; set data.format.header to false, and name all columns in their order with data.format.names (the run wants "
    "{names})"
)
HEADLESS = f"the first line is no header, as it looks like the rows below{WITHOUT}"
LONELY = f"the only line is no header, as it has no name that the run knows{WITHOUT}"
HEADED = (
    "the first line ({cells}) is taken for a header and left out, though the run was trained without one; the columns "
    "go by their places. If it is a row, set data.format.header to false"
)
COMMA = (
    "the comma in {cell} is taken for the decimal mark, as semicolons stand between the cells and the run was trained "
    "without marks between thousands, but may be such a mark; settle it with data.format.thousands and "
    "data.format.decimal"
)


def named(file: Path) -> Source:
    """Return a file as the user names it. Raises DataError if it is not there."""
    return found([str(file)], Path.cwd())[0]._replace(shown=str(file))


def opened_with(source: Source, pins: Format, needed: Mapping[str, str], *, headed: bool | None = None) -> Opened:
    """Open a file that must have columns. Raises DataError with what those are for that it lacks.

    `headed` tells whether a header named those of training; so it is here, unless header or names are pinned. Without
    one columns go by their places, below a header that this file may have.
    """
    settled = pins.header is not None or pins.names is not None
    try:
        opened = open_file(source, pins if settled else pins.model_copy(update={"header": headed}))
    except DataError:
        if headed and not settled and _is_row(source, pins, needed):
            raise DataError(Problem(Span(source.shown, 1), "", LONELY.format(names=listing(list(needed))))) from None
        raise
    if headed is False and pins.names is None and pins.header is not False:
        opened = _by_places(opened, pins)
    free = [name for name in opened.names if name not in needed]
    lacking = [
        Problem(Span(source.shown, 1), "", f"the file has no column '{name}', which is {use}{_hint(name, free)}")
        for name, use in needed.items()
        if name not in opened.names
    ]
    if lacking and opened.misread:
        raise DataError(opened.misread)
    named = pins.names is None and opened.dialect is not None and opened.dialect.header
    if named and len(lacking) == len(needed) and _is_header(opened.names, opened.sample) is False:
        raise DataError(Problem(Span(source.shown, 1), "", HEADLESS.format(names=listing(list(needed)))))
    if lacking:
        raise DataError(*lacking)
    return opened


def _is_row(source: Source, pins: Format, needed: Mapping[str, str]) -> bool:
    """Return whether the only line of a file is no header: it has a number, and none of the columns that must be there.

    Of a pipe it is not told, as it is read once.
    """
    if source.pipe is not None:
        return False
    try:
        sample = open_file(source, pins.model_copy(update={"header": False})).sample
    except DataError:
        return False
    if sample.height != 1:
        return False
    cells = {cell.strip() for cell in sample.row(0)}
    return not cells.intersection(needed) and any(NUMBER.fullmatch(cell) for cell in cells)


def _by_places(opened: Opened, pins: Format) -> Opened:
    """Return a file below its header, where it has one, with the names that columns get by their places."""
    names = numbered(len(opened.names))
    if opened.dialect is None:
        return opened
    doubt, first = {}, opened.sample.row(0) if opened.sample.height else ()
    if not pins.header and first != names:
        if not _is_header(first, opened.sample.slice(1)):
            return opened
        doubt = {"header": HEADED.format(cells=listing(first))}
    read = open_file(opened.source, pins.model_copy(update={"header": True, "names": names}))
    return read._replace(unclear=read.unclear | doubt)


def _is_header(first: Sequence[str], rows: pl.DataFrame) -> bool | None:
    """Return whether a record names the columns of the rows below it; None where these do not tell."""
    found, unclear = header([list(first), *map(list, rows.head(ROWS).rows())])
    return None if unclear or not rows.height else found


def as_trained(opened: Opened, pins: Format, marks: Marks | None, numbers: Sequence[str]) -> Opened:
    """Return a file as one that writes its numbers as those of training are written, unless that does not fit it.

    "1,234" alone does not tell what it is; what was trained with it does. `numbers` are the columns of numbers. Marks
    that are pinned for this file stay. Where those of training do not fit, what is unclear stays told. Parquet stands
    beside the text of training.
    """
    found, names = opened.dialect, [name for name in numbers if name in opened.names]
    if marks is not None and found is None:
        return standing_beside(opened, Dialect(**marks._asdict()))
    if marks is None or found is None or not names or _pinned_otherwise(pins, marks):
        return opened
    clear = opened._replace(unclear={what: why for what, why in opened.unclear.items() if what not in Marks._fields})
    if found.marks == marks:
        return clear
    trained = found._replace(**marks._asdict())
    cells = opened.sample.select(pl.col(names).str.strip_chars())
    lost = [cells.select(_unread(name, dialect) for name in names).sum_horizontal()[0] for dialect in (trained, found)]
    if lost[0] <= lost[1]:
        return clear._replace(dialect=trained)
    if "thousands" not in opened.unclear or (marks, found.marks, found.delimiter) != (POINT, GROUPS, ";"):
        return opened
    doubt = COMMA.format(cell=next(cell for column in cells for cell in column if cell and "," in cell))
    read = found._replace(**Marks(",", "")._asdict())
    return clear._replace(dialect=read, unclear=clear.unclear | {"decimal": doubt})


def _pinned_otherwise(pins: Format, marks: Marks) -> bool:
    thousands = "" if pins.thousands == "none" else pins.thousands
    return pins.decimal not in (None, marks.decimal) or thousands not in (None, marks.thousands)


def _unread(name: str, dialect: Dialect) -> pl.Expr:
    """Count the cells that are not empty and no numbers in a dialect."""
    return (read_numbers(name, dialect, long=False).is_null() & (pl.col(name) != "")).sum().alias(name)


def _hint(name: str, free: Sequence[str]) -> str:
    """Return "; did you mean 'x'?" where a column that has no other use is nearly named so."""
    return f"; {suggestion(name, free)}" if nearest(name, free) else ""


def bare_cells(opened: Opened, names: list[str]) -> pl.DataFrame:
    """Return columns of all rows as text, blanks aside; moments that a file holds as such stay.

    Raises DataError for columns that are not there.
    """
    lacking = [name for name in names if name not in opened.names]
    if lacking:
        told = (f"the file has no column '{name}'; {suggestion(name, opened.names)}" for name in lacking)
        raise DataError(*(Problem(Span(opened.source.shown, 1), "", message) for message in told))
    moments = tuple(name for name in names if name in opened.types and written([opened.types[name]]))
    spelled = dict.fromkeys(names, Spelling(opened.beside.decimal)) if opened.beside else {}
    typing = Typing(dict.fromkeys(names, Category()), (), kept=moments, surveyed=False, spelled=spelled)
    return pl.concat([some.values.frame.with_columns(some.kept) for some in stretches(opened, typing)])
