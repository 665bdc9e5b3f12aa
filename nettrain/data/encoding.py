"""Text cells -> numbers for the network: fitted on training rows, applied to any rows, counted as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from nettrain.components.choice import Choice, written
from nettrain.components.column import Column, Facts
from nettrain.components.columns.category import Category
from nettrain.components.layout import Layout, Slot
from nettrain.components.registries import COLUMNS
from nettrain.data.lines import lines_of_rows
from nettrain.data.mixing import mixed
from nettrain.data.reading import MOST_PROBLEMS, Table
from nettrain.errors import DataError, Problem, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROW = "row number"
"""The column of row numbers beside the cells; a CSV's own names are prefixed while both are in one frame."""


class FittedColumn(NamedTuple):
    """A column with what was learned of it from the training rows."""

    name: str
    kind: Column
    facts: Facts

    @property
    def positions(self) -> tuple[str, ...]:
        """Names of the inputs that the column fills."""
        return tuple(self.name + what for what in self.kind.positions(self.facts))

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {"name": self.name, "kind": written(self.kind), "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> FittedColumn:
        """Return the column that `to_json` wrote."""
        return cls(record["name"], Choice(COLUMNS).bind(record["kind"]), record["facts"])


class Encoded(NamedTuple):
    """Rows as the network takes them: `inputs` float32 (rows, width); cells that were filled in, by column."""

    inputs: NDArray[np.float32]
    missing: Mapping[str, int] = {}
    unseen: Mapping[str, int] = {}


def fit_columns(rows: pl.DataFrame, kinds: Mapping[str, Column]) -> tuple[FittedColumn, ...]:
    """Measure the columns over the training rows, in one pass."""
    measures = {name: kind.measure(kind.read(pl.col(name))) for name, kind in kinds.items()}
    measured = rows.select(
        expression.alias(f"{what} {name}") for name, parts in measures.items() for what, expression in parts.items()
    ).row(0, named=True)
    return tuple(
        FittedColumn(name, kind, kind.facts({what: measured[f"{what} {name}"] for what in measures[name]}))
        for name, kind in kinds.items()
    )


def layout(columns: Sequence[FittedColumn]) -> Layout:
    """Return the layout of the rows that `encode` makes."""
    slots, start = [], 0
    for column in columns:
        width = len(column.positions)
        slots.append(Slot(column.name, column.kind.yaml_name(), start, width))
        start += width
    return Layout((start,), tuple(slots))


def encode(rows: pl.DataFrame, columns: Sequence[FittedColumn], *, hide_seed: int | None = None) -> Encoded:
    """Encode rows of text cells (with the column ROW). With `hide_seed`, as training rows.

    Raises nothing: refuse rows first with `refused`.
    """
    encoded = rows.select(
        expression.alias(f"{number} {column.name}")
        for column in columns
        for number, expression in enumerate(
            column.kind.encode(_values(column), column.facts, _hidden(column, hide_seed))
        )
    )
    strange = {c.name: where for c in columns if (where := c.kind.strange(_values(c), c.facts)) is not None}
    counts = rows.select(
        *(_values(column).is_null().sum().alias(f"missing {column.name}") for column in columns),
        *(where.sum().alias(f"unseen {name}") for name, where in strange.items()),
    ).row(0, named=True)
    return Encoded(
        encoded.to_numpy(order="c"),
        {c.name: n for c in columns if (n := counts[f"missing {c.name}"])},
        {name: n for name in strange if (n := counts[f"unseen {name}"])},
    )


def refused(table: Table, rows: pl.DataFrame, columns: Sequence[FittedColumn]) -> list[Problem]:
    """Return the cells that a column's policy refuses: missing or never met, where the config says error."""
    problems = []
    for column in columns:
        wheres = {"missing": _values(column).is_null(), "unseen": column.kind.strange(_values(column), column.facts)}
        for what in sorted(column.kind.refuses):
            where = wheres[what]
            assert where is not None
            for number in rows.filter(where).get_column(ROW).head(MOST_PROBLEMS).to_list():
                span, got = place(table, number), table.frame.get_column(column.name)[number]
                message = "has no value" if what == "missing" else f"{got!r} was never met in training"
                problems.append(Problem(span, column.name, f"{message}, and the config says {what}: error"))
    return problems


def place(table: Table, number: int) -> Span:
    """Return file and line of a row of the table."""
    source, row = table.source_of(number)
    return Span(source.shown, lines_of_rows(source.path, [row]).get(row, 0))


def codes(rows: pl.DataFrame, table: Table, column: FittedColumn) -> NDArray[np.int32]:
    """Return the label codes (rows,) int32 of a target column.

    Raises DataError for labels that training never met or that are missing, with their lines.
    """
    import numpy as np

    labels = list(column.facts["levels"])
    cells = rows.get_column(column.name)
    found = cells.replace_strict(labels, list(range(len(labels))), default=None, return_dtype=pl.Int32)
    bad = rows.filter(found.is_null())
    if bad.height:
        problems = [
            Problem(
                place(table, number),
                column.name,
                "has no label" if label is None else f"the label {label!r} was never met in training",
            )
            for number, label in bad.select(ROW, column.name).head(MOST_PROBLEMS).iter_rows()
        ]
        raise DataError(*problems)
    return np.ascontiguousarray(found.to_numpy())


def _values(column: FittedColumn) -> pl.Expr:
    return column.kind.read(pl.col(column.name))


def _hidden(column: FittedColumn, seed: int | None) -> pl.Expr | None:
    rate = column.kind.unseen_rate if isinstance(column.kind, Category) else 0.0
    if seed is None or not rate:
        return None
    return mixed(pl.col(ROW).cast(pl.UInt64), seed, f"unseen {column.name}") < pl.lit(
        int(rate * 2**64), dtype=pl.UInt64
    )
