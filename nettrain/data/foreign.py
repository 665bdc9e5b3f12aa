"""Another file than those of the config, read for a run that was trained before: its columns are matched by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from nettrain.components.columns.category import Category
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.cache import cache_folder
from nettrain.data.chunks import Chunks
from nettrain.data.dialect import Dialect, Marks
from nettrain.data.ingest import ingest
from nettrain.data.memory import budget
from nettrain.data.opening import Opened, open_file
from nettrain.data.sources import Source, found
from nettrain.data.spelling import read_numbers
from nettrain.data.values import Typing
from nettrain.errors import DataError, Problem, Span, suggestion
from nettrain.nearest import nearest


def named(file: Path) -> Source:
    """Return a file as the user names it. Raises DataError if it is not there."""
    return found([str(file.absolute())], Path("/"))[0]._replace(shown=str(file))


def opened_with(source: Source, pins: Format, needed: Mapping[str, str]) -> Opened:
    """Open a file that must have columns. Raises DataError with what those are for that it lacks."""
    opened = open_file(source, pins)
    free = [name for name in opened.names if name not in needed]
    lacking = [
        Problem(Span(source.shown, 1), "", f"the file has no column '{name}', which is {use}{_hint(name, free)}")
        for name, use in needed.items()
        if name not in opened.names
    ]
    if lacking:
        raise DataError(*lacking)
    return opened


def as_trained(opened: Opened, pins: Format, marks: Marks | None, numbers: Sequence[str]) -> Opened:
    """Return a file as one that writes its numbers as those of training are written, unless that does not fit it.

    "1,234" alone does not tell what it is; what was trained with it does. `numbers` are the columns of numbers. Marks
    that are pinned for this file stay.
    """
    found, names = opened.dialect, [name for name in numbers if name in opened.names]
    if marks is None or found is None or not names or _pinned_otherwise(pins, marks):
        return opened
    opened = opened._replace(unclear={what: why for what, why in opened.unclear.items() if what not in Marks._fields})
    if found.marks == marks:
        return opened
    trained = found._replace(**marks._asdict())
    cells = opened.sample.select(pl.col(names).str.strip_chars())
    lost = [cells.select(_unread(name, dialect) for name in names).sum_horizontal()[0] for dialect in (trained, found)]
    return opened._replace(dialect=trained) if lost[0] <= lost[1] else opened


def _pinned_otherwise(pins: Format, marks: Marks) -> bool:
    thousands = "" if pins.thousands == "none" else pins.thousands
    return pins.decimal not in (None, marks.decimal) or thousands not in (None, marks.thousands)


def _unread(name: str, dialect: Dialect) -> pl.Expr:
    """Count the cells that are not empty and no numbers in a dialect."""
    return (read_numbers(name, dialect, long=False).is_null() & (pl.col(name) != "")).sum().alias(name)


def _hint(name: str, free: Sequence[str]) -> str:
    """Return "; did you mean 'x'?" where a column that has no other use is nearly named so."""
    return f"; {suggestion(name, free)}" if nearest(name, free) else ""


def text_cells(data: DataConfig, source: Source, names: list[str]) -> pl.DataFrame:
    """Return columns of all rows as text, blanks aside. Raises DataError for columns that are not there."""
    opened = open_file(source, data.format)
    lacking = [name for name in names if name not in opened.names]
    if lacking:
        told = (f"the file has no column '{name}'; {suggestion(name, opened.names)}" for name in lacking)
        raise DataError(*(Problem(Span(source.shown, 1), "", message) for message in told))
    typing = Typing(dict.fromkeys(names, Category()), ())
    chunks = Chunks(budget(data.memory) // 2, cache_folder() / "scratch")
    return ingest([opened], typing, chunks, ()).table.columns(names)
