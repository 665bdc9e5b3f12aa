"""The rows of a config with their targets and weights, dealt out to the sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.number import Number
from nettrain.components.task import Task
from nettrain.config.data import DataConfig
from nettrain.data.gathering import Gathered
from nettrain.data.opening import Opened
from nettrain.data.reading import MOST_PROBLEMS, told
from nettrain.data.respelling import doubtful
from nettrain.data.sides import Sides
from nettrain.data.splitting import Targets, Usable, deal_out, usable
from nettrain.data.table import Table, among
from nettrain.data.target import Asked, asked, emptied, gaps, voided, wordy
from nettrain.data.target import values as target_values
from nettrain.data.unmet import met
from nettrain.data.void import counted_marks, void_numbers
from nettrain.data.weighing import bad_weights, unweighted, weightless
from nettrain.errors import DataError, Problem, Span
from nettrain.numbers import counted


class Drawn(NamedTuple):
    """Rows with their targets and weights, dealt out; everything but the encoders.

    `truth` holds the target's columns of all rows (labels as text, numbers as Float64), `weights` what each row counts,
    `groups` the group of each row where groups were kept together.
    """

    gathered: Gathered
    asked: Asked
    truth: pl.DataFrame
    weights: pl.Series | None
    usable: Usable
    sides: Sides
    groups: pl.Series | None = None

    @property
    def table(self) -> Table:
        """Return the rows."""
        return self.gathered.ingested.table

    @property
    def files(self) -> list[tuple[str, Opened]]:
        """Return the files as they were read, each with its side."""
        return [(side, part.opened) for side, part in zip(self.gathered.sides, self.table.parts, strict=True)]

    def groups_of(self, side: str) -> pl.Series | None:
        """Return the group of each row of a side, where groups were kept together."""
        return None if self.groups is None else self.groups[self.sides.rows(side)]

    def stretches(self, sides: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, pl.DataFrame]]:
        """Yield the rows of some sides as values, in one pass: side, and rows each with its number under ROW."""
        for start, frame in self.table.numbered():
            held = frame.select(names)
            for side in sides:
                some = among(held, start, self.sides.rows(side))
                if some.height:
                    yield side, some


def drawn(
    gathered: Gathered, data: DataConfig, seed: int, tasks: frozenset[Task], targets: Mapping[str, Column]
) -> Drawn:
    """Split rows that were read. `tasks` are those that the loss serves; `targets` the kinds of an earlier run.

    Raises DataError for targets and weights that are none, and for a side whose rows all count nothing.
    """
    gathered, wanted = read_targets(gathered, data, tasks, targets)
    return dealt(gathered, data, seed, wanted)


def read_targets(
    gathered: Gathered, data: DataConfig, tasks: frozenset[Task], targets: Mapping[str, Column]
) -> tuple[Gathered, Targets]:
    """Return the targets of all rows as the kind that is asked for, and the rows as they are then: without the numbers
    among the targets' cells that stand for "no value". `targets` are the kinds of an earlier run.

    Raises DataError for numbers that Parquet holds as text, where nobody can tell how they are written.
    """
    cells, dialect = gathered.ingested.table.columns(gathered.roles.targets), gathered.dialect
    found = asked(cells, {**data.columns, **targets}, tasks, dialect, data.missing)
    numbers = [name for name, kind in found.kinds.items() if isinstance(kind, Number)]
    if unclear := doubtful([part.opened for part in gathered.ingested.table.parts], numbers):
        raise DataError(*unclear)
    if void_numbers(data.missing, dialect):
        gathered = _without_marks(gathered, found.kinds, data.missing)
        cells = gathered.ingested.table.columns(gathered.roles.targets)
    return gathered, Targets(found, target_values(cells, found.kinds, dialect))


def _without_marks(gathered: Gathered, kinds: Mapping[str, Column], missing: Sequence[str]) -> Gathered:
    """Return the rows with null for numbers among the targets' cells that are marks in another spelling; such marks
    are counted."""
    made, dialect = gathered.ingested, gathered.dialect
    beside, gone = emptied(made.table.beside, kinds, dialect, missing)
    absent, tallies = void_numbers(missing, dialect), dict(made.tallies)
    for name, numbers in gone.items():
        tally = tallies[name]
        marks = counted_marks(tally.marks, numbers, absent)
        tallies[name] = replace(tally, missing=tally.missing + numbers.len(), marks=Counter(marks))
    sample, _ = emptied(made.sample, kinds, dialect, missing)
    table = made.table._replace(beside=beside)
    return gathered._replace(ingested=made._replace(table=table, tallies=tallies, sample=sample))


def dealt(gathered: Gathered, data: DataConfig, seed: int, targets: Targets) -> Drawn:
    """Return the rows dealt out. Raises DataError as `drawn` does, and if no row is left."""
    table, (wanted, truth) = gathered.ingested.table, targets
    weights = table.columns([data.weight]).to_series() if data.weight else None
    if hopeless := wordy(table, truth, wanted, data.missing):
        raise DataError(*hopeless)
    marks = {name: tally.marks for name, tally in gathered.ingested.tallies.items()}
    problems = gaps(table, truth, wanted, marks)[: MOST_PROBLEMS + 1] if data.on_bad_row == "error" else []
    if weights is not None:
        if lacking := unweighted(weights, table.place, gathered.ingested.problems):
            problems += lacking
        elif (bad := bad_weights(weights, table.place, dropping=data.on_bad_row == "drop")).total:
            problems += told(*bad, rows="with such a weight")
    if problems:
        raise DataError(*problems)
    rows = usable(gathered, truth, weights)
    if not rows.rows.len():
        reasons = ", ".join(f"{counted(count, 'row')}: {reason}" for reason, count in rows.dropped.items())
        void = voided({mark: 1 for name in gathered.roles.targets for mark in marks[name]})
        message = f"no row is left: every one was dropped ({reasons})" + (f"; the target {void}" if void else "")
        none = Problem(Span(gathered.first.source.shown), "", message)
        raise DataError(*gathered.ingested.problems, none)
    sides = deal_out(gathered, data.split, targets, rows.rows, seed)
    if wanted.labels and data.on_bad_row == "drop":
        rows, sides = met(rows, sides, truth.to_series())
    if weights is not None and (idle := weightless(weights, table, sides)):
        raise DataError(*idle)
    groups = table.columns(list(data.split.by)).to_series() if data.split.method == "group" else None
    return Drawn(gathered, wanted, truth, weights, rows, sides, groups)
