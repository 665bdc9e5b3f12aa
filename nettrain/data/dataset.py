"""The rows of a config: read, typed, dealt out, and the encoders fitted on the training rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.components.task import Target, Task
from nettrain.config.data import DataConfig
from nettrain.data.encoding import FittedColumn, refused
from nettrain.data.gathering import Gathered, gather, sources
from nettrain.data.identifiers import identifiers
from nettrain.data.leaks import Leak, shared_rows, telltales
from nettrain.data.measuring import Taken, joined, measured, pooled, taken
from nettrain.data.notices import notices
from nettrain.data.parallel import in_turn, meanwhile
from nettrain.data.profile import CONSTANT, IDENTIFIER, ColumnProfile, histograms, profiled
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.reasons import Reason
from nettrain.data.sides import Targets, Usable, deal_out, usable
from nettrain.data.sources import Source
from nettrain.data.splitting import Sides, fingerprint
from nettrain.data.table import ROW, Table, among
from nettrain.data.target import Asked, asked, describe, gaps, unmet, voided, wordy
from nettrain.data.target import values as target_values
from nettrain.data.trivial import Trivial, shares, trivial
from nettrain.data.weighing import bad_weights, unweighted, weightless
from nettrain.errors import DataError, Problem, Span
from nettrain.names import SIDES
from nettrain.numbers import counted

LEAK_ROWS = 10_000
"""Rows in which a column is looked for that gives the target away."""


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
    def files(self) -> list[tuple[str, Source]]:
        """Return the files, each with its side."""
        return [(side, p.opened.source) for side, p in zip(self.gathered.sides, self.table.parts, strict=True)]

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


class Dataset(NamedTuple):
    """Everything that is known of the rows before training.

    `columns` are the inputs, fitted on the training rows; `targets` the target's columns likewise; `shares` is the
    share of each label among the training rows (empty for numbers); `leaks` are columns that may hold the answer;
    `split` is the fingerprint of the sides.
    """

    drawn: Drawn
    profiles: Mapping[str, ColumnProfile]
    columns: tuple[FittedColumn, ...]
    target: Target
    targets: tuple[FittedColumn, ...]
    shares: tuple[float, ...]
    trivial: Trivial
    notices: tuple[Problem, ...]
    leaks: tuple[Leak, ...]
    split: str


def drawn(
    gathered: Gathered, data: DataConfig, seed: int, tasks: frozenset[Task], targets: Mapping[str, Column]
) -> Drawn:
    """Split rows that were read. `tasks` are those that the loss serves; `targets` the kinds of an earlier run.

    Raises DataError for targets and weights that are none, and for a side whose rows all count nothing.
    """
    return _dealt(gathered, data, seed, _wanted(gathered, {**data.columns, **targets}, tasks))


def _wanted(gathered: Gathered, declared: Mapping[str, Column], tasks: frozenset[Task]) -> Targets:
    cells, dialect = gathered.ingested.table.columns(gathered.roles.targets), gathered.first.dialect
    wanted = asked(cells, declared, tasks, dialect)
    return Targets(wanted, target_values(cells, wanted.kinds, dialect))


def _dealt(gathered: Gathered, data: DataConfig, seed: int, targets: Targets) -> Drawn:
    table, (wanted, truth) = gathered.ingested.table, targets
    weights = table.columns([data.weight]).to_series() if data.weight else None
    if hopeless := wordy(table, truth, wanted):
        raise DataError(*hopeless)
    marks = {name: tally.marks for name, tally in gathered.ingested.tallies.items()}
    problems = gaps(table, truth, wanted, marks) if data.on_bad_row == "error" else []
    if weights is not None:
        problems += unweighted(weights, table.place, gathered.ingested.problems)
        problems = problems or bad_weights(weights, table.place, dropping=data.on_bad_row == "drop")
    if problems:
        raise DataError(*problems[: MOST_PROBLEMS + 1])
    rows = usable(gathered, truth, weights)
    if not rows.rows.len():
        reasons = ", ".join(f"{counted(count, 'row')}: {reason}" for reason, count in rows.dropped.items())
        void = voided({mark: 1 for name in gathered.roles.targets for mark in marks[name]})
        message = f"no row is left: every one was dropped ({reasons})" + (f"; the target {void}" if void else "")
        none = Problem(Span(gathered.first.source.shown), "", message)
        raise DataError(*gathered.ingested.problems, none)
    sides = deal_out(gathered, data.split, targets, rows.rows, seed)
    if weights is not None and (idle := weightless(weights, table, sides)):
        raise DataError(*idle)
    groups = table.columns(list(data.split.by)).to_series() if data.split.method == "group" else None
    return Drawn(gathered, wanted, truth, weights, rows, sides, groups)


def prepare(data: DataConfig, folder: Path, seed: int, tasks: frozenset[Task]) -> Dataset:
    """Read, type, split and fit.

    Raises DataError with every problem of the first step that has any.
    """
    gathered = gather(data, sources(data, folder), {})
    profiling = meanwhile(_profiles, gathered, data)
    wanted = _wanted(gathered, data.columns, tasks)
    telling = meanwhile(lambda: _leaks(gathered, wanted.asked, _inputs(gathered, profiling())))
    made = _dealt(gathered, data, seed, wanted)
    printing = meanwhile(fingerprint, made.sides)
    train = made.truth[made.sides.train]
    target, problems = describe(made.gathered.first.source.shown, made.asked.kinds, train)
    if problems := problems or _unmet(made, target):
        raise DataError(*problems)
    guessing = meanwhile(trivial, target, train, None if made.weights is None else made.weights[made.sides.train])
    profiles = profiling()
    inputs = _inputs(gathered, profiles)
    if not inputs:
        message = "no column is left to predict from: every one is constant"
        raise DataError(Problem(Span(made.gathered.first.source.shown, 1), "data.columns", message))
    columns, twins = _fitted(made, data, inputs, _telling_apart(inputs, profiles))
    if any(twins.values()):
        twins = shared_rows(_hashed(made.table, inputs), made.sides)
    strict = [column for column in columns if column.kind.refuses]
    held = made.stretches(SIDES, inputs) if strict else ()
    problems = [problem for _, rows in held for problem in refused(made.table, rows, strict)]
    if problems:
        raise DataError(*problems[:MOST_PROBLEMS])
    leaks, guess = telling(), guessing()
    return Dataset(
        drawn=made,
        profiles=profiles,
        columns=columns,
        target=target,
        targets=_targets(target, made.asked.kinds, train),
        shares=guess.shares if made.weights is None else shares(target.labels, train.to_series()),
        trivial=guess,
        notices=tuple(notices(made, data, profiles, leaks, twins)),
        leaks=leaks,
        split=printing(),
    )


def _inputs(gathered: Gathered, profiles: Mapping[str, ColumnProfile]) -> list[str]:
    return [name for name in gathered.roles.inputs if not profiles[name].left_out]


def _profiles(gathered: Gathered, data: DataConfig) -> dict[str, ColumnProfile]:
    profiles: dict[str, ColumnProfile] = {}
    sample, tallies = gathered.ingested.sample.select(list(gathered.roles.inputs)), gathered.ingested.tallies
    distinct = sample.select(pl.all().drop_nulls().n_unique()).row(0, named=True) if sample.width else {}
    drawn, reasons = histograms(sample, tallies), identifiers(sample)
    for name, values in sample.to_dict().items():
        told = gathered.kinds.kinds[name], gathered.kinds.why[name]
        found = profiled(name, told, tallies[name], values, distinct[name])._replace(histogram=drawn.get(name, ()))
        if name not in data.columns and name not in gathered.roles.blocks:
            found = _left_out(found, reasons.get(name, ""))
        profiles[name] = found
    if all(found.left_out for found in profiles.values()):  # better an identifier than nothing
        for name, found in profiles.items():
            if found.left_out == IDENTIFIER:
                profiles[name] = found._replace(left_out="", why=gathered.kinds.why[name])
    return profiles


def _left_out(found: ColumnProfile, identifies: str) -> ColumnProfile:
    """Return the profile of a column, left out if it tells nothing, or no two rows alike."""
    same = found.low == found.high if found.low is not None else found.distinct == 1
    if not found.rows - found.missing:
        return found._replace(left_out=CONSTANT, why=Reason("has no value in any row"))
    if same and not found.missing:
        return found._replace(left_out=CONSTANT, why=Reason("the same value in every row"))
    if identifies:
        why = Reason(found.why.detail or identifies, obstacle=found.why.obstacle)
        return found._replace(left_out=IDENTIFIER, why=why)
    return found


def _telling_apart(inputs: Sequence[str], profiles: Mapping[str, ColumnProfile]) -> list[str]:
    """Return the inputs that differ most from row to row: rows that differ in these four need no further look."""
    return sorted(inputs, key=lambda name: profiles[name].distinct, reverse=True)[:4]


def _hashed(table: Table, inputs: Sequence[str]) -> pl.Series:
    return pl.concat([frame.select(inputs).hash_rows() for _, frame in table.numbered()])


def _fitted(
    made: Drawn, data: DataConfig, inputs: Sequence[str], apart: Sequence[str]
) -> tuple[tuple[FittedColumn, ...], dict[str, int]]:
    """Return the inputs fitted on the training rows, and how many rows of other sides have a twin among these.

    Twins are rows alike in the columns `apart`; they are counted while the inputs are fitted.
    """
    train = made.sides.train

    def met(start: int, frame: pl.DataFrame) -> tuple[pl.Series, Taken]:
        held = frame.select(inputs)
        return held.select(apart).hash_rows(), taken(among(held, start, train), inputs, train.len())

    parts = list(in_turn(met, made.table.numbered()))  # both in one pass
    twins = meanwhile(shared_rows, pl.concat([hashes for hashes, _ in parts]), made.sides)
    return _columns(made, data, inputs, [part for _, part in parts if part.rows]), twins()


def _columns(made: Drawn, data: DataConfig, inputs: Sequence[str], parts: Sequence[Taken]) -> tuple[FittedColumn, ...]:
    roles, kinds = made.gathered.roles, made.gathered.kinds.kinds
    summaries = joined(parts, inputs)
    for block in dict.fromkeys(roles.blocks.values()):
        members = [name for name in inputs if roles.blocks.get(name) == block]
        whole = pooled([summaries[name] for name in members])
        summaries |= dict.fromkeys(members, whole)
    columns = []
    for name in inputs:
        block = roles.blocks.get(name, "")
        sequence = data.columns.get(block)
        features = sequence.features if isinstance(sequence, SequenceKind) else 0
        columns.append(FittedColumn(name, kinds[name], kinds[name].fit(summaries[name]), block, features))
    return tuple(columns)


def _unmet(made: Drawn, target: Target) -> list[Problem]:
    """Return the rows that are not trained on and have a label that no training row has."""
    if target.task is Task.REGRESSION:
        return []
    return [
        problem
        for rows in (made.sides.validation, made.sides.test)
        for problem in unmet(target.labels, made.truth.to_series()[rows], rows, made.table)
    ]


def _targets(target: Target, kinds: Mapping[str, Column], train: pl.DataFrame) -> tuple[FittedColumn, ...]:
    if target.task is not Task.REGRESSION:
        name = target.columns[0]
        return (FittedColumn(name, kinds[name], {"levels": target.labels, "missing": 0}),)
    summaries = measured([train.with_row_index(ROW)], target.columns, train.height)
    return tuple(FittedColumn(name, kind, kind.fit(summaries[name])) for name, kind in kinds.items())


def _leaks(gathered: Gathered, wanted: Asked, inputs: Sequence[str]) -> tuple[Leak, ...]:
    sample, name = gathered.ingested.sample, gathered.roles.targets[0]
    truth = target_values(sample.select(name), {name: wanted.kinds[name]}, gathered.first.dialect)
    rows = sample.select(inputs).with_columns(truth).drop_nulls(name)
    rows = rows.gather_every(max(1, rows.height // LEAK_ROWS))
    return tuple(telltales(rows, name, wanted.labels))
