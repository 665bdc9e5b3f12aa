"""Another file than those of the config, read for a run that was trained before: its columns are matched by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.cache import cache_folder
from nettrain.data.chunks import Chunks
from nettrain.data.ingest import ingest
from nettrain.data.memory import budget
from nettrain.data.opening import Opened, open_file
from nettrain.data.reading import told
from nettrain.data.sources import Source, found
from nettrain.data.table import Table
from nettrain.data.target import gaps, values
from nettrain.data.values import Typing
from nettrain.errors import DataError, Problem, Span, suggestion


class Foreign(NamedTuple):
    """A file's rows: `names` are all of its columns, `truth` the target's (without any, if it was not asked for).

    `keep` are the numbers of the rows that can be used, `dropped` how many cannot.
    """

    table: Table
    names: tuple[str, ...]
    truth: pl.DataFrame
    keep: pl.Series
    dropped: int


def named(file: Path) -> Source:
    """Return a file as the user names it. Raises DataError if it is not there."""
    return found([str(file.absolute())], Path("/"))[0]._replace(shown=str(file))


def opened_with(source: Source, pins: Format, needed: Mapping[str, str]) -> Opened:
    """Open a file that must have columns. Raises DataError with what those are for that it lacks."""
    opened = open_file(source, pins)
    lacking = [
        Problem(Span(source.shown, 1), "", f"the file has no column '{name}', which is {use}")
        for name, use in needed.items()
        if name not in opened.names
    ]
    if lacking:
        raise DataError(*lacking)
    return opened


def foreign(
    data: DataConfig,
    file: Path,
    kinds: Mapping[str, Column],
    targets: Mapping[str, Column],
    needed: Mapping[str, str],
) -> Foreign:
    """Read a file with the kinds of a trained run.

    `needed` are the columns that it must have, with what they are for. Raises DataError for those it lacks, for cells
    that do not fit (unless the config says to drop such rows) and for targets that are missing.
    """
    opened = opened_with(named(file), data.format, needed)
    read = {**kinds, **dict.fromkeys(targets, Category())}
    typing = Typing(read, data.missing, frozenset(read))
    chunks = Chunks(budget(data.memory) // 2, cache_folder() / "scratch")
    ingested = ingest([opened], typing, chunks, [name for name in read if name in targets or name == data.weight])
    drops = data.on_bad_row == "drop"
    if ingested.faults and (ingested.broken or not drops):
        raise DataError(*told(ingested.problems, ingested.faults))
    table = ingested.table
    bad = table.bad if drops else pl.Series(dtype=pl.UInt32)
    cells = table.columns(list(targets))
    truth = values(cells, targets, opened.dialect)
    problems = [] if drops else gaps(table, cells, truth, targets)
    if problems:
        raise DataError(*problems)
    gone = _gone(table, bad, truth, [name for name, kind in kinds.items() if "missing" in kind.drops])
    rows = pl.select(row=pl.int_range(table.rows, dtype=pl.UInt32)).filter(~gone).get_column("row")
    return Foreign(table, opened.names, truth, rows, table.rows - rows.len())


def _gone(table: Table, bad: pl.Series, truth: pl.DataFrame, drops: list[str]) -> pl.Series:
    """Return which rows cannot be used: bad ones, those without a target, and those that a policy drops."""
    rows = pl.select(row=pl.int_range(table.rows, dtype=pl.UInt32)).get_column("row")
    gone = rows.is_in(bad.implode()) if bad.len() else rows < 0
    if truth.width:
        gone |= truth.select(pl.any_horizontal(pl.all().is_null())).to_series()
    if drops:
        gaps = pl.concat([frame.select(pl.any_horizontal(pl.col(drops).is_null())) for frame in table.chunks])
        gone |= gaps.to_series()
    return gone


def text_cells(data: DataConfig, source: Source, names: list[str]) -> pl.DataFrame:
    """Return columns of all rows as text, blanks aside. Raises DataError for columns that are not there."""
    opened = open_file(source, data.format)
    lacking = [name for name in names if name not in opened.names]
    if lacking:
        told = (f"the file has no column '{name}'; {suggestion(name, opened.names)}" for name in lacking)
        raise DataError(*(Problem(Span(source.shown, 1), "", message) for message in told))
    typing = Typing(dict.fromkeys(names, Category()), (), frozenset(names))
    chunks = Chunks(budget(data.memory) // 2, cache_folder() / "scratch")
    return ingest([opened], typing, chunks, ()).table.columns(names)
