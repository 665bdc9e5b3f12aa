"""The rows of a config: read, typed, dealt out, and the encoders fitted on the training rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from nettrain.components.task import Target, Task
from nettrain.config.data import DataConfig
from nettrain.data.drawn import Drawn, dealt, read_targets
from nettrain.data.encoding import FittedColumn, refusals
from nettrain.data.fitting import fitted_inputs, fitted_targets
from nettrain.data.gathering import Gathered, gather, sources
from nettrain.data.leaks import Leak, telltales
from nettrain.data.notices import notices
from nettrain.data.parallel import meanwhile
from nettrain.data.profile import ColumnProfile
from nettrain.data.profiling import column_profiles, kept
from nettrain.data.reading import told
from nettrain.data.sides import fingerprint
from nettrain.data.target import Asked, describe
from nettrain.data.target import values as target_values
from nettrain.data.trivial import Trivial, shares, trivial
from nettrain.data.unmet import ROWS, unmet
from nettrain.errors import DataError, Problem, Span
from nettrain.names import SIDES

LEAK_ROWS = 10_000
"""Rows in which a column is looked for that gives the target away."""


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


def prepare(data: DataConfig, folder: Path, seed: int, tasks: frozenset[Task]) -> Dataset:
    """Read, type, split and fit.

    Raises DataError with every problem of the first step that has any.
    """
    gathered = gather(data, sources(data, folder), {})
    profiling = meanwhile(column_profiles, gathered, data)
    gathered, wanted = read_targets(gathered, data, tasks, {})
    telling = meanwhile(lambda: _leaks(gathered, wanted.asked, kept(gathered, profiling())))
    made = dealt(gathered, data, seed, wanted)
    printing = meanwhile(fingerprint, made.sides)
    train = made.truth[made.sides.train]
    target, problems = describe(made.gathered.first.source.shown, made.asked.kinds, train)
    if problems := problems or _unmet(made, target):
        raise DataError(*problems)
    guessing = meanwhile(trivial, target, train, None if made.weights is None else made.weights[made.sides.train])
    profiles = profiling()
    inputs = kept(gathered, profiles)
    if not inputs:
        message = "no column is left to predict from: every one is constant"
        place = Span(made.gathered.first.source.shown, 1)
        raise DataError(Problem(place, "data.columns", message, ("data", "columns")))
    columns, twins = fitted_inputs(made, data, inputs, profiles)
    strict = [column for column in columns if column.kind.refuses]
    held = made.stretches(SIDES, inputs) if strict else ()
    if problems := refusals(made.table, (rows for _, rows in held), strict):
        raise DataError(*problems)
    leaks, guess = telling(), guessing()
    return Dataset(
        drawn=made,
        profiles=profiles,
        columns=columns,
        target=target,
        targets=fitted_targets(target, made.asked.kinds, train),
        shares=guess.shares if made.weights is None else shares(target.labels, train.to_series()),
        trivial=guess,
        notices=tuple(notices(made, data, profiles, leaks, twins)),
        leaks=leaks,
        split=printing(),
    )


def _unmet(made: Drawn, target: Target) -> list[Problem]:
    """Return the rows that are not trained on and have a label that no training row has."""
    if target.task is Task.REGRESSION:
        return []
    problems: list[Problem] = []
    for rows in (made.sides.validation, made.sides.test):
        faults, remark = unmet(target.labels, made.truth.to_series()[rows], rows, made.table)
        problems += told(*faults, remark if faults.total > len(faults.problems) else "", ROWS) if faults.total else []
    return problems


def _leaks(gathered: Gathered, wanted: Asked, inputs: Sequence[str]) -> tuple[Leak, ...]:
    sample, name = gathered.ingested.sample, gathered.roles.targets[0]
    truth = target_values(sample.select(name), {name: wanted.kinds[name]}, gathered.dialect)
    rows = sample.select(inputs).with_columns(truth).drop_nulls(name)
    rows = rows.gather_every(max(1, rows.height // LEAK_ROWS))
    return tuple(telltales(rows, name, wanted.labels))
