"""eval: judge a run on its test rows, or on another file; the gates decide the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from nettrain.commands.demands import NOTHING, Demands, terms
from nettrain.commands.handled import tell_handled
from nettrain.commands.judging import Beside, Case, Reference, verdict
from nettrain.commands.opened import OpenedRun, open_run
from nettrain.commands.outcome import Outcome
from nettrain.commands.reread import referred, reread
from nettrain.commands.slicing import cells_of, grouped_by, source_of
from nettrain.components.metric import Judged
from nettrain.data.splitting import TEST
from nettrain.errors import UsageError
from nettrain.evaluation.predictions import judged
from nettrain.evaluation.slices import known
from nettrain.events import Decided, Emit, Notice, silent
from nettrain.plan.rows import Rows, foreign_rows, rows_of


def run(run: Path | None = None, data: Path | None = None, asked: Demands = NOTHING, show: Emit = silent) -> Outcome:
    """Judge a run (the latest finished one below runs/ by default) on its test rows or on all rows of `data`.

    Raises UsageError, RunError, DataError.
    """
    opened = open_run(run)
    plan, held = opened.plan, terms(opened.plan, asked)
    reference: Reference | None = None
    if data is None:
        if not plan.rows[TEST]:
            raise UsageError(f"{opened.directory} has no test rows: name a file with --data")
        reference = referred(asked.reference, reread(opened).same) if asked.reference else None
        drawn = opened.drawn()
        numbers = drawn.sides.rows(TEST)
        cells = cells_of(plan.config.data, [source for _, source in drawn.files], held.slices, numbers)
        beside = Beside(drawn.groups_of(TEST), cells)
        rows, dropped, side = rows_of(plan, drawn, [TEST])[TEST], 0, TEST
        made = _judged(opened, rows, show)
    else:
        rows, dropped, beside = _foreign(opened, data, held.slices)
        tell_handled(show, rows.handled, dropped, str(data))
        if beside.groups is None and (by := grouped_by(plan.config.data)):
            told = f"there is no column '{by[0]}', by which rows are alike: the intervals take every row for a group"
            show(Notice(text=told, place=str(data)))
        side, made = str(data), _judged(opened, rows, show)
        reference = _also(asked.reference, data, made, show) if asked.reference else None
    if opened.decision:
        show(Decided(**opened.decision))
    found = verdict(plan, Case(made, side, beside, reference), held)
    show(found.event())
    record = {"run": str(opened.directory), **found.to_json(), "handled": rows.handled, "dropped": dropped}
    return Outcome(str(opened.directory), record, found.passed)


def _judged(opened: OpenedRun, rows: Rows, show: Emit) -> Judged:
    return judged(opened.plan, opened.network(show)([rows.inputs]), rows.truth, rows.counts, opened.deciding)


def _foreign(opened: OpenedRun, data: Path, slices: dict[str, Any]) -> tuple[Rows, int, Beside]:
    plan = opened.plan
    needed = {c.name: "an input of the network" for c in plan.columns}
    needed |= {c.name: "the target; to predict without it use 'nettrain predict'" for c in plan.targets}
    if plan.config.data.weight:
        needed[plan.config.data.weight] = "the weight of the rows"
    asked = {name: "asked for as a slice" for name in slices if name not in needed}
    read = opened.foreign(data, {**needed, **asked}, judged=True)
    by = [name for name in grouped_by(plan.config.data) if name in read.names]
    cells = cells_of(plan.config.data, [source_of(data)], dict.fromkeys([*slices, *by]), read.keep)
    groups = known(cells.get_column(by[0]), plan.config.data.missing) if cells is not None and by else None
    return foreign_rows(plan, read), read.dropped, Beside(groups, cells)


def _also(run: Path, data: Path, made: Judged, show: Emit) -> Reference:
    """Return what the reference run predicts of the same file."""
    opened = open_run(run)
    rows, _, _ = _foreign(opened, data, {})
    other = _judged(opened, rows, show)
    if other.target != made.target or not np.array_equal(other.truth, made.truth):
        raise UsageError(f"{opened.directory} judges other rows of {data}, or another target: it is no reference")
    return Reference(str(opened.directory), other)
