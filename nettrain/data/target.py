"""What the target asks for: labels or numbers, told from the loss, the declared kind, or the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.task import CLASSES, Target, Task
from nettrain.data.profile import ColumnProfile
from nettrain.data.reading import Table
from nettrain.errors import Problem, Span

FEW = 10
"""Most distinct whole numbers, counted from 0 or 1 without a gap, that are taken for labels."""


def target_kinds(
    profiles: Mapping[str, ColumnProfile], names: Sequence[str], tasks: frozenset[Task]
) -> tuple[dict[str, Column], str]:
    """Return the kinds of the target columns, and why.

    `tasks` are those that the configured loss serves: they decide where they leave no choice.
    """
    if len(names) > 1:
        return {name: _as_number(profiles[name]) for name in names}, "several targets are numbers"
    found = profiles[names[0]]
    if found.why == "declared":
        kind = found.kind if isinstance(found.kind, Number) else Category()
        return {found.name: kind}, "declared"
    if not isinstance(found.kind, Number):
        return {found.name: Category()}, "its cells are text"
    if tasks <= CLASSES:
        return {found.name: Category()}, "the loss is for labels"
    if not tasks & CLASSES:
        return {found.name: found.kind}, "the loss is for numbers"
    if found.distinct == 2:
        return {found.name: Category()}, "it has two values"
    low, high = found.span or (0.0, 0.0)
    if found.whole and found.distinct <= FEW and low in (0, 1) and high - low == found.distinct - 1:
        return {found.name: Category()}, f"it has the {found.distinct} whole numbers {low:g} to {high:g}"
    return {found.name: found.kind}, "its cells are numbers"


def _as_number(found: ColumnProfile) -> Column:
    return found.kind if isinstance(found.kind, Number) else Number()


def describe(table: Table, kinds: Mapping[str, Column], train: pl.DataFrame) -> tuple[Target, list[Problem]]:
    """Return the target, and why it cannot be learned: a label without choice, or a number that never changes.

    `train` holds the training rows, whose labels are the ones that can be learned.
    """
    names = tuple(kinds)
    span = Span(table.sources[0].shown)
    if isinstance(kinds[names[0]], Number):
        flat = [
            Problem(span, name, f"the target is {values[0]:g} in every training row: there is nothing to learn")
            for name in names
            if len(values := _numbers(train, name)) == 1
        ]
        return Target(Task.REGRESSION, names), flat
    labels = tuple(train.get_column(names[0]).unique().sort().to_list())
    if len(labels) < 2:
        got = f"every training row has the label {labels[0]!r}" if labels else "no training row has a label"
        return Target(Task.BINARY, names, labels), [Problem(span, names[0], f"{got}, expected at least two labels")]
    return Target(Task.BINARY if len(labels) == 2 else Task.MULTICLASS, names, _in_order(labels)), []


def _numbers(rows: pl.DataFrame, name: str) -> list[float]:
    return rows.select(Number().read(pl.col(name))).to_series().unique().head(2).to_list()


def _in_order(labels: Sequence[str]) -> tuple[str, ...]:
    """Sort labels: as numbers where all are, as text otherwise."""
    try:
        return tuple(sorted(labels, key=float))
    except ValueError:
        return tuple(sorted(labels))
