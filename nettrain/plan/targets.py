"""Targets that no training can follow, told before a run is begun."""

from __future__ import annotations

import polars as pl

from nettrain.components.columns.number import Number
from nettrain.data.dataset import Dataset
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.errors import Problem
from nettrain.names import TRAIN

TOO_LARGE = (
    "is too large for a target: scaled for training it is beyond float32, whose largest number is 3.4e+38; "
    "mend the cell, or divide the column by a power of ten"
)


def endless(dataset: Dataset) -> list[Problem]:
    """Return the first training rows whose scaled target is no finite number: their loss would be none either."""
    numbers = dataset.drawn.sides.rows(TRAIN)
    truth = dataset.drawn.truth[numbers]
    learned = truth.select(
        column.kind.scale.apply(pl.col(column.name), column.facts["scale"]).cast(pl.Float32).is_finite()
        for column in dataset.targets
        if isinstance(column.kind, Number)
    )
    if not learned.width:
        return []
    strange = ~learned.select(pl.all_horizontal(pl.all())).to_series()
    return [
        Problem(dataset.drawn.table.place(numbers[row]), name, f"{truth[row, name]!r} {TOO_LARGE}")
        for row in strange.arg_true().head(MOST_PROBLEMS).to_list()
        for name in learned.columns
        if not learned[row, name]
    ][:MOST_PROBLEMS]
