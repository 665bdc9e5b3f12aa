"""Targets that no training can follow, told before it begins."""

from __future__ import annotations

import numpy as np

from nettrain.components.task import Task
from nettrain.data.drawn import Drawn
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.errors import DataError, Problem
from nettrain.names import TRAIN
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows

TOO_LARGE = (
    "is too large for a target: scaled for training it is beyond float32, whose largest number is 3.4e+38; "
    "mend the cell, or divide the column by a power of ten"
)


def refuse_endless(plan: Plan, drawn: Drawn, train: Rows) -> None:
    """Raise DataError for training rows whose scaled target is no finite number: their loss would be none either."""
    if plan.target.task is not Task.REGRESSION or np.isfinite(train.labels).all():
        return
    numbers = drawn.sides.rows(TRAIN)
    raise DataError(
        *(
            Problem(
                drawn.table.place(numbers[row]), plan.target.columns[at], f"{float(train.truth[row, at])!r} {TOO_LARGE}"
            )
            for row, at in np.argwhere(~np.isfinite(train.labels))[:MOST_PROBLEMS].tolist()
        )
    )
