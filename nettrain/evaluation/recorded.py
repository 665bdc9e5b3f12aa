"""What a finished run predicted for the rows that it was judged on, read back from its own files."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from nettrain.components.metric import Judged
from nettrain.components.task import Task
from nettrain.errors import RunError
from nettrain.evaluation.predictions import number_names
from nettrain.numbers import counted
from nettrain.plan.plan import Plan
from nettrain.rundir import METRICS, PREDICTIONS, RunDir


class Recorded(NamedTuple):
    """Rows of one side: their numbers in the data, from 1, what was predicted, and the group that each belongs to.

    Predictions may be numbers that are not finite, as the network gave them.
    """

    side: str
    rows: pl.Series
    judged: Judged
    groups: pl.Series | None


def recorded(run: RunDir, plan: Plan) -> Recorded:
    """Return a run's own predictions. Raises RunError if its files are damaged."""
    place, content, metrics = run.path / PREDICTIONS, run.read_held(PREDICTIONS), run.read_own(METRICS)
    try:
        frame = pl.read_csv(content, infer_schema=False)
        rows, judged, groups = _taken_apart(frame, plan)
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise RunError(f"{place} is damaged: {str(error).splitlines()[0]}") from None
    if frame.height != metrics["rows"]:
        expected = f"it has {counted(frame.height, 'row')}, expected {metrics['rows']:,}"
        raise RunError(f"{place} is damaged: {expected}")
    return Recorded(str(metrics["judged"]), rows, judged, groups)


def _taken_apart(frame: pl.DataFrame, plan: Plan) -> tuple[pl.Series, Judged, pl.Series | None]:
    """Return row numbers, what is judged, and groups, from columns of text in the order in which they are written.

    Raises ValueError for what is none of them.
    """
    target, data = plan.target, plan.config.data
    labelled, grouped = target.task is not Task.REGRESSION, data.split.method == "group"
    whole = 1 + len(target.columns) + bool(data.weight) + grouped + labelled + len(number_names(plan))
    if frame.width != whole:
        raise ValueError(f"it has {counted(frame.width, 'column')}, expected {whole}")
    columns = iter(frame.get_columns())
    rows = _filled(next(columns)).cast(pl.UInt32)
    held = [_filled(next(columns)) for _ in target.columns]
    weights = _filled(next(columns)).cast(pl.Float64).to_numpy() if data.weight else None
    groups = next(columns) if grouped else None
    if labelled:
        code = {label: number for number, label in enumerate(target.labels)}
        truth, codes = (
            cells.replace_strict(code, return_dtype=pl.Int64).to_numpy() for cells in (held[0], _filled(next(columns)))
        )
    else:
        truth, codes = np.column_stack([cells.cast(pl.Float64).to_numpy() for cells in held]), None
    predicted = np.column_stack([_filled(cells).cast(pl.Float64).to_numpy() for cells in columns])
    return rows, Judged(target, truth, predicted, codes, weights), groups


def _filled(cells: pl.Series) -> pl.Series:
    if cells.null_count():
        raise ValueError(f"a cell of its column '{cells.name}' is empty")
    return cells
