"""What the rows count: weights that are none, and rows of which none counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from nettrain.data.reading import MOST_PROBLEMS, Faults
from nettrain.data.sides import Sides
from nettrain.data.table import Table
from nettrain.errors import Problem, Span
from nettrain.names import TEST, TRAIN, VALIDATION
from nettrain.numbers import counted

WITHOUT = {
    TRAIN: "nothing could be learned from them",
    VALIDATION: "no epoch could be told from another by them",
    TEST: "nothing could be judged by them",
}
"""What comes of rows that count nothing, by their side."""


def unweighted(weights: pl.Series, place: Callable[[int], Span], met: Sequence[Problem]) -> list[Problem]:
    """Return what is wrong where no row has a weight: of the problems `met` that of a weight, if there is one."""
    if weights.null_count() < weights.len():
        return []
    told = "no row has a weight; name a column of numbers as data.weight, or leave that out"
    first = next((p for p in met if p.path == weights.name), Problem(place(0), weights.name, told))
    return [first._replace(key=("data", "weight"))]


def bad_weights(weights: pl.Series, place: Callable[[int], Span], *, dropping: bool) -> Faults:
    """Return the rows, placed by where they stand among `weights`, whose weight is below 0 or missing.

    Rows without a weight are none where such are dropped.
    """
    wrong = (weights < 0 if dropping else (weights < 0) | weights.is_null()).fill_null(False).arg_true()
    problems = [
        Problem(place(at), weights.name, f"the weight is {_shown(weights[at])}, expected a number from 0 on")
        for at in wrong.head(MOST_PROBLEMS).to_list()
    ]
    return Faults(problems, wrong.len())


def weightless(weights: pl.Series, table: Table, sides: Sides) -> list[Problem]:
    """Return the sides whose rows all have the weight 0, each with its first row."""
    found = []
    for side, comes in WITHOUT.items():
        rows = sides.rows(side)
        if rows.len() and not (weights[rows] > 0).any():
            told = f"every weight of the {side} rows is 0 ({counted(rows.len(), 'row')}, this one first): {comes}"
            mend = f"give some of them a weight above 0, or choose other rows for {side}"
            found.append(Problem(table.place(int(rows[0])), weights.name, f"{told}; {mend}"))
    return found


def _shown(value: float | None) -> str:
    return "missing" if value is None else f"{value:g}"
