"""Targets that no training can follow, told before a run is begun."""

from __future__ import annotations

import polars as pl

from nettrain.components.columns.number import FARTHEST, Number
from nettrain.data.dataset import Dataset
from nettrain.data.encoding import FittedColumn
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.errors import Problem
from nettrain.names import TRAIN

MEND = "mend the cell, or divide the column by a power of ten"
SCALED = f"scaled for training it is beyond float32, whose largest number is 3.4e+38; {MEND}"
SQUARED = f"its square is beyond float64, whose largest number is 1.8e+308; {MEND}"


def endless(dataset: Dataset) -> list[Problem]:
    """Return the first training rows with a target that is no finite number once it is scaled, or squared: no loss and
    no metric would be one."""
    numbers = dataset.drawn.sides.rows(TRAIN)
    truth = dataset.drawn.truth[numbers]
    told = truth.select(_told(column) for column in dataset.targets if isinstance(column.kind, Number))
    if not told.width:
        return []
    strange = told.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return [
        Problem(dataset.drawn.table.place(numbers[row]), name, f"{truth[row, name]!r} is too large for a target: {why}")
        for row in strange.arg_true().head(MOST_PROBLEMS).to_list()
        for name, why in told.row(row, named=True).items()
        if why
    ][:MOST_PROBLEMS]


def _told(column: FittedColumn) -> pl.Expr:
    """Return why a number is no target, null where it is one."""
    assert isinstance(column.kind, Number)
    number = pl.col(column.name)
    finite = column.kind.scale.apply(number, column.facts["scale"]).cast(pl.Float32).is_finite()
    beyond = pl.when(number.abs() > FARTHEST).then(pl.lit(SQUARED))
    return pl.when(~finite).then(pl.lit(SCALED)).otherwise(beyond).alias(column.name)
