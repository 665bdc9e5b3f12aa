"""The inputs and the target fitted on the training rows, and the twins of these on the other sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.components.task import Target, Task
from nettrain.config.data import DataConfig
from nettrain.data.drawn import Drawn
from nettrain.data.encoding import FittedColumn
from nettrain.data.leaks import shared_rows
from nettrain.data.measuring import Taken, joined, measured, pooled, taken
from nettrain.data.parallel import in_turn, meanwhile
from nettrain.data.profile import ColumnProfile
from nettrain.data.table import ROW, Table, among


def fitted_inputs(
    made: Drawn, data: DataConfig, inputs: Sequence[str], profiles: Mapping[str, ColumnProfile]
) -> tuple[tuple[FittedColumn, ...], dict[str, int]]:
    """Return the inputs fitted on the training rows, and how many rows of each other side have a twin among these.

    Twins are counted by a few columns while the inputs are fitted, and by all of them only if there are any.
    """
    train, apart = made.sides.train, _telling_apart(inputs, profiles)

    def met(start: int, frame: pl.DataFrame) -> tuple[pl.Series, Taken]:
        held = frame.select(inputs)
        return held.select(apart).hash_rows(), taken(among(held, start, train), inputs, train.len())

    parts = list(in_turn(met, made.table.numbered()))  # both in one pass
    twins = meanwhile(shared_rows, pl.concat([hashes for hashes, _ in parts]), made.sides)
    columns = _columns(made, data, inputs, [part for _, part in parts if part.rows])
    alike = twins()
    return columns, shared_rows(_hashed(made.table, inputs), made.sides) if any(alike.values()) else alike


def fitted_targets(target: Target, kinds: Mapping[str, Column], train: pl.DataFrame) -> tuple[FittedColumn, ...]:
    """Return the target's columns fitted on the training rows' targets."""
    if target.task is not Task.REGRESSION:
        name = target.columns[0]
        return (FittedColumn(name, kinds[name], {"levels": target.labels, "missing": 0}),)
    summaries = measured([train.with_row_index(ROW)], target.columns, train.height)
    return tuple(FittedColumn(name, kind, kind.fit(summaries[name])) for name, kind in kinds.items())


def _telling_apart(inputs: Sequence[str], profiles: Mapping[str, ColumnProfile]) -> list[str]:
    """Return the inputs that differ most from row to row: rows that differ in these four need no further look."""
    return sorted(inputs, key=lambda name: profiles[name].distinct, reverse=True)[:4]


def _hashed(table: Table, inputs: Sequence[str]) -> pl.Series:
    return pl.concat([frame.select(inputs).hash_rows() for _, frame in table.numbered()])


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
