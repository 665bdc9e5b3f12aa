"""Values -> numbers for the network: fitted on training rows, applied to any rows, counted as it goes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import polars as pl

from nettrain.components.choice import Choice, written
from nettrain.components.column import Column, Facts
from nettrain.components.columns.category import Category
from nettrain.components.layout import Layout, Slot
from nettrain.components.registries import COLUMNS
from nettrain.data.mixing import GOLDEN, mixed
from nettrain.data.reading import MOST_PROBLEMS, Faults, told
from nettrain.data.table import ROW
from nettrain.data.tiles import Encoded, Position
from nettrain.errors import Problem, Span


class FittedColumn(NamedTuple):
    """A column with what was learned of it from the training rows; `block` names the sequence that it is part of.

    `features` are then the values of a step of that sequence.
    """

    name: str
    kind: Column
    facts: Facts
    block: str = ""
    features: int = 0

    @property
    def positions(self) -> tuple[str, ...]:
        """Names of the inputs that the column fills."""
        return tuple(self.name + what for what in self.kind.positions(self.facts))

    @property
    def width(self) -> int:
        """How many inputs the column fills."""
        return len(self.kind.positions(self.facts))

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {**self._asdict(), "kind": written(self.kind), "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> FittedColumn:
        """Return the column that `to_json` wrote."""
        return cls(**{**record, "kind": Choice(COLUMNS).bind(record["kind"])})


class Placing(Protocol):
    """What knows where rows stand."""

    def place(self, row: int) -> Span:
        """Return file and line of a row."""


Handled = Mapping[str, Mapping[str, int]]
"""Cells on which a policy acted: "missing", "unseen", ... to column to count."""


def layout(columns: Sequence[FittedColumn]) -> Layout:
    """Return the layout of the rows that `Encoder` makes; (steps, values) where one sequence is all there is."""
    slots: list[Slot] = []
    start = 0
    for column in columns:
        width = column.width
        last = slots[-1] if slots else None
        if column.block and last and last.column == column.block:
            slots[-1] = last._replace(width=last.width + width)
        else:
            name, kind = (column.block, "sequence") if column.block else (column.name, column.kind.yaml_name())
            slots.append(Slot(name, kind, start, width, column.kind.codes(column.facts)))
        start += width
    features = columns[0].features if len(slots) == 1 else 0
    shape = (start // features, features) if features and start % features == 0 else (start,)
    return Layout(shape, tuple(slots))


TRAINED_ON = "\x1ftrained"
"""The column that tells which rows are trained on: some of their cells are hidden."""
DRAWN = "\x1fdrawn"
"""The column of random numbers that decide which cells are hidden: 0 in rows that are not trained on."""


class Encoder:
    """Encodes stretches of rows; what Polars must be told is put together once."""

    def __init__(self, columns: Sequence[FittedColumn], hide_seed: int | None = None) -> None:
        """Prepare for rows of all kinds; with `hide_seed` for such that have the column TRAINED_ON."""
        self.width = sum(column.width for column in columns)
        self.hide_seed = hide_seed
        self.made: list[pl.Expr] = []
        self.positions: list[Position] = []
        start, before = 0, 0
        for column in columns:
            self._add(column, start, before)
            start, before = start + column.width, before + column.kind.codes(column.facts)

    def _add(self, column: FittedColumn, start: int, before: int) -> None:
        spreads, line = column.kind.spreads(column.facts), column.kind.line(column.facts)
        parts = [] if line and column.width == 1 else self._parts(column)
        if before and column.kind.codes(column.facts):
            parts = [part + before for part in parts]  # codes of several columns are numbered through
        if line:
            parts[:1] = [pl.col(column.name).fill_null(line.fill)]
        for number, part in enumerate(parts):
            self.positions.append(Position(start + number, len(self.made), None if number else line, spreads))
            self.made.append(part.alias(f"{number} {column.name}"))

    def _parts(self, column: FittedColumn) -> list[pl.Expr]:
        hidden = None if self.hide_seed is None else _hidden(column)
        return column.kind.encode(pl.col(column.name), column.facts, hidden)

    def __call__(self, rows: pl.DataFrame) -> Encoded:
        """Encode rows of values with the column ROW, column by column.

        Raises nothing: refuse rows first with `refused`.
        """
        held = rows if self.hide_seed is None else rows.with_columns(_drawn(self.hide_seed))
        columns = [made.to_numpy() for made in held.select(self.made).get_columns()]
        return Encoded(rows.height, self.width, self.positions, columns)


def handled(rows: pl.DataFrame, columns: Sequence[FittedColumn]) -> dict[str, dict[str, int]]:
    """Count the cells on which policies act."""
    wheres = {
        (what, c.name): where
        for c in columns
        for what, where in _wheres(c).items()
        if what != "missing" or rows.get_column(c.name).null_count()
    }
    counts = rows.select(where.sum().alias(f"{what} {name}") for (what, name), where in wheres.items())
    found: dict[str, dict[str, int]] = {}
    for (what, name), count in zip(wheres, counts.row(0) if wheres else (), strict=True):
        if count:
            found.setdefault(what, {})[name] = count
    return found


def added(one: Handled, other: Handled) -> dict[str, dict[str, int]]:
    """Return the sums of two counts."""
    return {
        what: {
            name: one.get(what, {}).get(name, 0) + other.get(what, {}).get(name, 0)
            for name in dict.fromkeys([*one.get(what, {}), *other.get(what, {})])
        }
        for what in dict.fromkeys([*one, *other])
    }


def refused(table: Placing, rows: pl.DataFrame, columns: Sequence[FittedColumn]) -> Faults:
    """Return the cells of rows (with ROW) that a column's policy refuses: where the config says error."""
    problems, count = [], 0
    for column in columns:
        wheres = _wheres(column)
        for what in sorted(column.kind.refuses & set(wheres)):
            strange = rows.filter(wheres[what]).select(ROW, column.name)
            count += strange.height
            for number, got in strange.head(MOST_PROBLEMS).iter_rows():
                message = "has no value" if what == "missing" else f"{got!r} was never met in training"
                problems.append(
                    Problem(table.place(number), column.name, f"{message}, and the config says {what}: error")
                )
    return Faults(problems, count)


def refusals(table: Placing, parts: Iterable[pl.DataFrame], columns: Sequence[FittedColumn]) -> list[Problem]:
    """Return the first cells of all parts that a policy refuses, and a line that counts the rest."""
    found = [refused(table, rows, columns) for rows in parts]
    problems = [problem for faults in found for problem in faults.problems]
    return told(problems, sum(faults.total for faults in found)) if problems else []


def _wheres(column: FittedColumn) -> dict[str, pl.Expr]:
    return column.kind.handled(pl.col(column.name), column.facts)


def _drawn(seed: int) -> pl.Expr:
    random = mixed(pl.col(ROW).cast(pl.UInt64), seed, "unseen")
    return pl.when(pl.col(TRAINED_ON)).then(random).otherwise(pl.lit(0, dtype=pl.UInt64)).alias(DRAWN)


def _hidden(column: FittedColumn) -> pl.Expr | None:
    """Find the cells that are hidden: each column turns the row's random number into one of its own."""
    rate = column.kind.unseen_rate if isinstance(column.kind, Category) else 0.0
    if not rate:
        return None
    own = zlib.crc32(column.name.encode()) * 2 + 1  # odd, so that different numbers stay different
    turned = pl.col(DRAWN) * pl.lit(own * GOLDEN % 2**64, dtype=pl.UInt64)
    return (pl.col(DRAWN) > 0) & (turned < pl.lit(int(rate * 2**64), dtype=pl.UInt64))
