"""What the target asks for: labels or numbers, told from the loss, the declared kind, or the cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

import polars as pl

from nettrain.components.column import NEARLY_ALL, Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import FARTHEST, Number
from nettrain.components.task import CLASSES, Target, Task
from nettrain.config.scalars import yaml_text
from nettrain.data.dialect import Dialect
from nettrain.data.mends import Mend, misfit
from nettrain.data.reading import MOST_PROBLEMS, told
from nettrain.data.spelling import as_numbers, read_numbers, twins
from nettrain.data.table import Table
from nettrain.data.void import void_numbers
from nettrain.errors import Problem, Span

FEW = 10
"""Most distinct whole numbers, counted from 0 or 1 without a gap, that are taken for labels."""

SOME = 10_000
"""Rows that tell whether it is worth while to read all of them as numbers."""


class By(Enum):
    """What told whether a target has labels or numbers."""

    DECLARED = auto()
    """Its kind in data.columns."""
    TEXT = auto()
    """Its cells, which are text."""
    NUMBERS = auto()
    """Its cells, which are numbers."""
    FEW = auto()
    """Its cells, which are numbers, but so few that they are taken for labels."""
    REST = auto()
    """The loss, the metrics, or that there are several targets; its cells are numbers."""


class Asked(NamedTuple):
    """Kinds of the target columns, what told them, and why, in words."""

    kinds: Mapping[str, Column]
    by: By
    why: str

    @property
    def labels(self) -> bool:
        """Return whether the target has labels, not numbers."""
        return not isinstance(next(iter(self.kinds.values())), Number)

    @property
    def because(self) -> str:
        """Return why, as a cell that is no value of the kind is told it."""
        return {By.DECLARED: "data.columns declares it", By.NUMBERS: "most cells are numbers"}.get(self.by, self.why)


def asked(
    cells: pl.DataFrame,
    declared: Mapping[str, Column],
    tasks: frozenset[Task],
    dialect: Dialect | None,
    missing: Sequence[str],
) -> Asked:
    """Return what the target's cells (text, null where missing) ask for.

    `tasks` are those that the configured loss and metrics serve: they decide where they leave no choice. Numbers that
    are marks under `missing` in another spelling tell nothing.
    """
    names = cells.columns
    if len(names) > 1:
        return Asked({name: _number(declared.get(name)) for name in names}, By.REST, "several targets are numbers")
    name = names[0]
    if name in declared:
        kind = declared[name]
        return Asked({name: kind if isinstance(kind, (Number, Category)) else Category()}, By.DECLARED, "declared")
    cell = as_numbers(pl.col(name), dialect)
    number = pl.when(~cell.is_in(list(void_numbers(missing, dialect)))).then(cell)
    either = _in_either_spelling(name, dialect)
    some = cells.gather_every(max(1, cells.height // SOME)).drop_nulls()
    text = Asked({name: Category()}, By.TEXT, "its cells are text")
    if some.height and some.select(either.count()).item() < NEARLY_ALL / 2 * some.height:
        return text
    facts = cells.select(
        cells=pl.col(name).count(),
        numbers=cell.count(),
        either=either.count(),
        whole=(number == number.round()).all(),
        distinct=number.drop_nulls().n_unique(),
        low=number.min(),
        high=number.max(),
    ).row(0, named=True)
    if facts["either"] < NEARLY_ALL * facts["cells"] or not facts["numbers"]:
        return text
    if tasks <= CLASSES:
        return Asked({name: Category()}, By.REST, "the loss asks for labels")
    if not tasks & CLASSES:
        return Asked({name: Number()}, By.REST, "loss or metrics ask for numbers")
    distinct, low, high = facts["distinct"], facts["low"], facts["high"]
    if distinct == 2:
        return Asked({name: Category()}, By.FEW, "it has two values")
    if facts["whole"] and distinct <= FEW and low in (0, 1) and high - low == distinct - 1:
        why = f"it has the {distinct} whole numbers {low:g} to {high:g}"
        return Asked({name: Category()}, By.FEW, why)
    return Asked({name: Number()}, By.NUMBERS, "its cells are numbers")


def _in_either_spelling(name: str, dialect: Dialect | None) -> pl.Expr:
    """Read numbers, also those with a decimal comma where none is met at the file's beginning: they are faults."""
    numbers = as_numbers(pl.col(name), dialect)
    if dialect is None or dialect.decimal != "." or dialect.thousands:
        return numbers
    return pl.coalesce(numbers, as_numbers(pl.col(name), dialect._replace(decimal=",")))


def values(cells: pl.DataFrame, kinds: Mapping[str, Column], dialect: Dialect | None) -> pl.DataFrame:
    """Return targets as labels (String) or numbers (Float64); null where a cell is missing or no number."""
    return cells.select(
        read_numbers(name, dialect, long=True) if isinstance(kind, Number) else pl.col(name)
        for name, kind in kinds.items()
    )


def emptied(
    cells: pl.DataFrame, kinds: Mapping[str, Column], dialect: Dialect | None, missing: Sequence[str]
) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """Return targets' cells with null for numbers that are marks under `missing` in another spelling (-999.0 for -999),
    and those numbers by column; a label is what it is spelled."""
    absent = list(void_numbers(missing, dialect))
    numeric = {name: kind for name, kind in kinds.items() if isinstance(kind, Number)} if absent else {}
    numbers = values(cells, numeric, dialect)
    gone = {name: column.is_in(absent).fill_null(False) for name, column in numbers.to_dict().items()}
    left = cells.with_columns(pl.when(~where).then(pl.col(name)).alias(name) for name, where in gone.items())
    return left, {name: numbers.get_column(name).filter(where) for name, where in gone.items()}


def gaps(table: Table, made: pl.DataFrame, asked: Asked, marks: Mapping[str, Collection[str]]) -> list[Problem]:
    """Return the rows whose target is missing or no value, the first MOST_PROBLEMS with their lines.

    `marks` are the cells, by column, that stood for "no value".
    """
    found: list[Problem] = []
    dropped = set(table.bad.to_list())
    for name, kind in asked.kinds.items():
        rows = [row for row in made.get_column(name).is_null().arg_true().to_list() if row not in dropped]
        cells = table.columns([name]).to_series() if rows else made.get_column(name)
        problems = [
            Problem(table.place(row), name, lacking(cells[row], kind, asked.because, marks[name]))
            for row in rows[:MOST_PROBLEMS]
        ]
        found += told(problems, len(rows), rows="without a target") if rows else []
    return found


def wordy(table: Table, made: pl.DataFrame, asked: Asked, missing: Sequence[str]) -> list[Problem]:
    """Say which targets have cells but no number in any row: they are labels, and no row is to blame.

    Say also which labels are one number in two spellings, or a mark under `missing` in another one, where they were
    taken for labels since they are numbers.
    """
    if asked.labels and asked.by not in (By.DECLARED, By.TEXT):
        return _respelled(table, made.to_series(), missing)
    numbers = [name for name, kind in asked.kinds.items() if isinstance(kind, Number)]
    return [
        Problem(
            Span(table.place(0).file),
            name,
            f"no row is left: the target has no number in any row, expected numbers ({asked.why})"
            + ("; of targets that are labels name one alone" if len(asked.kinds) > 1 else ""),
            ("data", "target", place),
        )
        for place, name in enumerate(numbers)
        if made.get_column(name).null_count() == made.height and table.columns([name]).to_series().count()
    ]


def _respelled(table: Table, labels: pl.Series, missing: Sequence[str]) -> list[Problem]:
    """Return a problem, with its first row, for each label that is a number which another one, or a mark for "no
    value", spells otherwise."""
    dialect, name, found = table.dialect, yaml_text(labels.name), []
    absent, words = void_numbers(missing, dialect), labels.drop_nulls().unique(maintain_order=True)
    marks = pl.Series(labels.name, [mark for others in absent.values() for mark in others], pl.String)
    number = f"declare under data.columns {name}: number to predict numbers"
    for first, *others in twins(pl.concat([marks, words]), dialect):
        why = f"and {first!r} are one number, but would be two labels: write it in one way, or {number}"
        why += f", {name}: category to keep both labels"
        if first in marks:
            why = f"is the number {first!r}, which counts as missing by data.missing, but would be a label: name it "
            why += f"there, too, or {number}"
        for other in others:
            if (row := labels.index_of(other)) is not None:
                found.append(Problem(table.place(row), labels.name, f"{other!r} {why}"))
    return found[:MOST_PROBLEMS]


def lacking(cell: str | None, kind: Column, because: str = "", marks: Collection[str] = ()) -> str:
    """Say why a target's cell is no value of its kind, which it has as `because` says; `marks` are the cells that stand
    for "no value"."""
    if cell is not None:
        why = f"{because}: " if because else ""
        return misfit(cell, kind, Mend(f"{why}mend the cell, take the row out, or set data.on_bad_row: drop"))
    wanted = "a number" if isinstance(kind, Number) else "a label"
    mend = "take the row out, or set data.on_bad_row: drop"
    if void := voided(marks):
        empty = "is empty, or " if "" in marks else ""
        return f"the target has no value, expected {wanted}: its cell {empty}{void}; leave it out there, {mend}"
    return f"the target has no value, expected {wanted}; {mend}"


def voided(marks: Collection[str]) -> str:
    """Say which words count as no value, "" where there are none."""
    words = " or ".join(repr(mark) for mark in list(marks)[:4] if mark)
    return f"reads {words}, which counts as missing by data.missing" if words else ""


def describe(file: str, kinds: Mapping[str, Column], train: pl.DataFrame) -> tuple[Target, list[Problem]]:
    """Return the target, and why it cannot be learned: a label without choice, or a number that never changes, or by
    too little.

    `train` holds the targets of the training rows, whose labels are the ones that can be learned.
    """
    names = tuple(kinds)
    if isinstance(kinds[names[0]], Number):
        flat = [
            Problem(Span(file), name, why, ("data", "target", place))
            for place, name in enumerate(names)
            if (why := _flat(train.get_column(name)))
        ]
        return Target(Task.REGRESSION, names), flat
    labels = tuple(train.get_column(names[0]).unique().sort().to_list())
    if len(labels) < 2:
        got = f"every training row has the label {labels[0]!r}" if labels else "no training row has a label"
        return Target(Task.BINARY, names, labels), [
            Problem(Span(file), names[0], f"{got}, expected at least two labels", ("data", "target", 0))
        ]
    return Target(Task.BINARY if len(labels) == 2 else Task.MULTICLASS, names, _in_order(labels)), []


def _flat(numbers: pl.Series) -> str:
    """Say why there is nothing to learn of numbers, "" where there is."""
    low, high = (float(numbers.to_frame().select(end).item()) for end in (pl.all().min(), pl.all().max()))
    if low == high:
        return f"the target is {low:g} in every training row: there is nothing to learn"
    if high - low < 1 / FARTHEST:
        told = f"the target differs by {high - low:.2g} at most, and float64 does not hold the squares of its errors"
        return f"{told}; multiply the column by a power of ten"
    return ""


def _number(declared: Column | None) -> Number:
    return declared if isinstance(declared, Number) else Number()


def _in_order(labels: Sequence[str]) -> tuple[str, ...]:
    """Sort labels: as numbers where all are, as text otherwise."""
    try:
        return tuple(sorted(labels, key=float))
    except ValueError:
        return tuple(sorted(labels))
