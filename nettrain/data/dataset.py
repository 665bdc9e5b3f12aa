"""The rows of a config: read, typed, dealt out, and the encoders fitted on the training rows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.task import Target, Task
from nettrain.config.config import DataConfig
from nettrain.data.encoding import ROW, FittedColumn, fit_columns, place, refused
from nettrain.data.profile import ColumnProfile, profile
from nettrain.data.reading import MOST_PROBLEMS, Source, Table, cut, joined, read
from nettrain.data.splitting import SIDES, TEST, TRAIN, VALIDATION, Sides, deal
from nettrain.data.target import describe, target_kinds
from nettrain.errors import DataError, Problem, Span, suggestion


class Dataset(NamedTuple):
    """Everything that is known of the rows before training.

    `columns` are the inputs, `targets` the target's columns, both fitted on the training rows; `shares` is the share
    of each label among the training rows (empty for numbers); `why` says how the target's kind was found.
    """

    table: Table
    sides: Sides
    profiles: Mapping[str, ColumnProfile]
    columns: tuple[FittedColumn, ...]
    target: Target
    targets: tuple[FittedColumn, ...]
    shares: tuple[float, ...]
    why: str

    def rows(self, side: str) -> pl.DataFrame:
        """Return the rows of one side, with their numbers."""
        return numbered(self.table, self.sides.rows(side))


def sources(data: DataConfig, folder: Path) -> dict[str, Source]:
    """Return the files of a config by side; one file for all stands under "all". Paths are relative to `folder`."""
    given = {"all": data.path} if data.path else {side: getattr(data, side) for side in SIDES}
    return {side: Source(folder / path, _shown(folder, path)) for side, path in given.items() if path}


def open_table(data: DataConfig, folder: Path) -> tuple[Table, dict[str, int]]:
    """Read the files of a config into one table; return it with the number of rows of each file's side.

    Raises DataError with the problems of all files.
    """
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for side, source in sources(data, folder).items():
        try:
            tables[side] = read(source, data.missing)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(*problems)
    return joined(list(tables.values())), {side: table.frame.height for side, table in tables.items()}


def prepare(data: DataConfig, folder: Path, seed: int, tasks: frozenset[Task]) -> Dataset:
    """Read, type, split and fit. `tasks` are those that the loss serves.

    Raises DataError with every problem of the first step that has any.
    """
    table, sizes = open_table(data, folder)
    inputs = input_names(data, table)
    profiles, problems = profile(table, [*inputs, *data.target], data.columns)
    kinds, why = target_kinds(profiles, data.target, tasks)
    problems += [p for name, kind in kinds.items() for p in _target_gaps(table, name, kind)]
    if problems:
        raise DataError(*cut(sorted(problems, key=lambda problem: problem.span)))
    sides = deal_out(data, table, sizes, kinds, seed)
    train = numbered(table, sides.train)
    target, problems = describe(table, kinds, train)
    columns = fit_columns(train, {name: profiles[name].kind for name in inputs})
    problems += [p for side in SIDES for p in refused(table, numbered(table, sides.rows(side)), columns)]
    if problems:
        raise DataError(*cut(problems))
    if target.task is Task.REGRESSION:
        targets = fit_columns(train, kinds)
        shares: tuple[float, ...] = ()
    else:
        targets = (FittedColumn(target.columns[0], kinds[target.columns[0]], {"levels": target.labels, "missing": 0}),)
        cells = train.get_column(target.columns[0])
        shares = tuple(int((cells == label).sum()) / train.height for label in target.labels)
    return Dataset(table, sides, profiles, columns, target, targets, shares, why)


def numbered(table: Table, rows: pl.Series | None = None) -> pl.DataFrame:
    """Return the table's rows (or those numbered `rows`) with the column ROW."""
    frame = table.frame.with_row_index(ROW)
    return frame if rows is None else frame[rows]


def input_names(data: DataConfig, table: Table) -> list[str]:
    """Return the columns that enter the network, in the file's order.

    Raises DataError for every column that the config names and the file lacks, and if none is left.
    """
    there = table.frame.columns
    span = Span(table.sources[0].shown, 1)
    problems = [
        Problem(span, f"data.{key}", f"the file has no column '{name}'; {suggestion(name, there)}")
        for key, names in (("target", data.target), ("drop", data.drop), ("columns", data.columns))
        for name in names
        if name not in there
    ]
    names = [name for name in there if name not in data.target and name not in data.drop]
    if not problems and not names:
        problems.append(Problem(span, "data.drop", "no column is left to predict from"))
    if problems:
        raise DataError(*problems)
    return names


def deal_out(data: DataConfig, table: Table, sizes: Mapping[str, int], kinds: Mapping[str, Column], seed: int) -> Sides:
    """Return which rows are trained on, watched and judged by. Raises DataError if none is left to train on."""
    given: dict[str, pl.Series] = {}
    start = 0
    for side, size in sizes.items():
        given[side] = pl.Series(range(start, start + size), dtype=pl.UInt32)
        start += size
    dealt = given.get("all", given.get(TRAIN))
    assert dealt is not None
    stratified = _stratified(data, kinds)
    labels = table.frame.get_column(data.target[0])[dealt] if stratified else None
    shares = [0.0 if side in given else getattr(data.split, side) for side in (VALIDATION, TEST)]
    sides = deal(dealt, labels, shares[0], shares[1], seed)
    sides = Sides(sides.train, given.get(VALIDATION, sides.validation), given.get(TEST, sides.test))
    short = [
        side for side, share in ((VALIDATION, shares[0]), (TEST, shares[1])) if share and not sides.rows(side).len()
    ]
    if short or not sides.train.len():
        span = Span(table.sources[0].shown)
        message = f"{dealt.len()} rows are too few to leave any for {short[0] if short else TRAIN}"
        raise DataError(Problem(span, "data.split", message))
    return sides


def _stratified(data: DataConfig, kinds: Mapping[str, Column]) -> bool:
    labelled = not isinstance(kinds[data.target[0]], Number)
    return labelled if data.split.method == "auto" else data.split.method == "stratified"


def _target_gaps(table: Table, name: str, kind: Column) -> list[Problem]:
    values = kind.read(pl.col(name))
    gaps = table.frame.select(pl.arg_where(values.is_null() & pl.col(name).is_null())).to_series()
    expected = "a label" if isinstance(kind, Category) else "a number"
    message = f"the target has no value, expected {expected}; take the row out of the file"
    problems = [Problem(place(table, row), name, message) for row in gaps.head(MOST_PROBLEMS).to_list()]
    if gaps.len() > MOST_PROBLEMS:
        more = f"and {gaps.len() - MOST_PROBLEMS:,} more rows without a target"
        problems.append(Problem(Span(problems[-1].span.file, table.frame.height), name, more))
    return problems


def _shown(folder: Path, path: str) -> str:
    """Return the file as the user can open it from where they stand."""
    full = Path(os.path.normpath(folder / path))
    try:
        return str(full.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(full)
