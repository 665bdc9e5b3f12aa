"""What stood in the rows of the step at which training diverged, in the file's own names and values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from nettrain.commands.opening.opened import OpenedRun
from nettrain.data.drawn import Drawn
from nettrain.data.table import ROW
from nettrain.errors import DataError, DivergedError
from nettrain.names import TRAIN
from nettrain.plan.plan import Plan
from nettrain.rundir import LAST, RunDir

FAR = 10.0
"""A value is extreme that lies so many times the middle half of its column away from the median."""
MOST = 3
"""Columns that are named."""


class Extreme(NamedTuple):
    """The most extreme value of a column among some rows, `far` times the middle half from the median."""

    column: str
    value: float
    row: int
    median: float
    far: float


def explained(diverged: DivergedError, directory: RunDir, plan: Plan) -> DivergedError:
    """Return the error with what is to be known and done about it: the rows' extreme values, and where to go on."""
    try:
        cause = _cause(OpenedRun(directory, plan).drawn(), plan, diverged.rows)
    except DataError:
        cause = "the data are gone or have changed since, so that the rows of that step cannot be looked at"
    kept = f"the state before it is kept in {directory.path / LAST}"
    told = f"{diverged}; {cause}. {kept[0].upper()}{kept[1:]}; {diverged.mend}"
    return DivergedError(told, diverged.rows, diverged.rate)


def _cause(drawn: Drawn, plan: Plan, step: Sequence[int]) -> str:
    """Say which extreme values stand in the rows of a step, counted from 0 among the training rows."""
    rows = drawn.sides.rows(TRAIN)[sorted(step)]
    names = [c.name for c in plan.columns] + [c.name for c in plan.targets]
    found = [extreme for extreme in extremes(drawn, rows, names) if extreme.far > FAR]
    if not found:
        return "no column has extreme values in the rows of that step"
    told = "; ".join(
        f"{e.column} is {e.value!r} at {drawn.table.place(e.row)} (median {e.median:g})" for e in found[:MOST]
    )
    return f"in the rows of that step {told}: look at these values, or give the columns a scale that bounds them"


def extremes(drawn: Drawn, rows: pl.Series, names: Sequence[str]) -> list[Extreme]:
    """Return the most extreme value of each number column among the rows (ascending), the most extreme first."""
    sample = drawn.gathered.ingested.sample
    numbers = [name for name in names if name in sample.columns and sample.schema[name].is_float()]
    found = []
    values = drawn.table.columns(numbers)[rows] if numbers else pl.DataFrame()
    for name in numbers:
        here = pl.DataFrame({ROW: rows, name: values.get_column(name)}).drop_nulls()
        column = sample.get_column(name).drop_nulls()
        median = column.median()
        if not here.height or not isinstance(median, float):
            continue
        low, high = column.quantile(0.25), column.quantile(0.75)
        wide = (high or 0.0) - (low or 0.0) or abs(median) or 1.0
        away = (here.get_column(name) - median).abs() / wide
        at = away.arg_max()
        assert at is not None
        found.append(Extreme(name, here.get_column(name)[at], here.get_column(ROW)[at], median, float(away[at])))
    return sorted(found, key=lambda extreme: -extreme.far)
