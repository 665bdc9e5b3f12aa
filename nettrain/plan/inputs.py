"""Inputs that no network can take, told before a run is begun."""

from __future__ import annotations

import polars as pl

from nettrain.components.columns.number import LARGEST, Number
from nettrain.components.columns.sequence import Sequence
from nettrain.data.dataset import Dataset
from nettrain.data.encoding import FittedColumn
from nettrain.data.profile import ColumnProfile
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.table import ROW
from nettrain.errors import Problem
from nettrain.names import TRAIN

TOO_LARGE = (
    "is too large for an input: as the network gets it, it is beyond float32, whose largest number is 3.4e+38; "
    "mend it, clip the column, or give it another scale"
)


def overflowing(dataset: Dataset) -> list[Problem]:
    """Return the first numbers of training rows that are cut off at the ends of float32: products of them overflow."""
    columns = [column for column in dataset.columns if _suspect(column, dataset.profiles[column.name])]
    table, found = dataset.drawn.table, list[tuple[int, str, str]]()
    for _, rows in dataset.drawn.stretches([TRAIN], [column.name for column in columns]) if columns else ():
        for column in columns:
            cut = rows.filter(_cut_off(column)).select(ROW, column.name).head(MOST_PROBLEMS)
            for row, value in cut.iter_rows():
                told = f"{column.facts['fill']!r}, which stands in for no value," if value is None else repr(value)
                found.append((row, column.name, told))
        if found:
            break
    return [Problem(table.place(row), name, f"{told} {TOO_LARGE}") for row, name, told in sorted(found)[:MOST_PROBLEMS]]


def _suspect(column: FittedColumn, profile: ColumnProfile) -> bool:
    """Return whether any row, trained on or not, may have a number that is cut off; one that is clipped may not."""
    number = column.kind.number() if isinstance(column.kind, Sequence) else column.kind
    if not isinstance(number, Number) or not number.scale.straight:
        return False
    ends = [profile.low, profile.high, column.facts["fill"] if column.facts["missing"] else None]
    shift, factor = number.scale.affine(column.facts["scale"])
    return any(abs((end - shift) / factor) >= LARGEST for end in ends if end is not None)


def _cut_off(column: FittedColumn) -> pl.Expr:
    return column.kind.encode(pl.col(column.name), column.facts)[0].abs() >= LARGEST
