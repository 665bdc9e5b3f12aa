"""eval: judge a run on its test rows, or on another file; the gates decide the exit code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nettrain.commands.judging.demands import NOTHING, Demands, terms
from nettrain.commands.judging.other_file import Foreign, foreign
from nettrain.commands.judging.reread import differently_weighed, referred, reread
from nettrain.commands.judging.slicing import cells_of, grouped_by
from nettrain.commands.judging.verdict import Beside, Case, Reference, verdict
from nettrain.commands.opening.opened import OpenedRun, open_run
from nettrain.commands.opening.own_files import seen
from nettrain.commands.outcome import Outcome
from nettrain.commands.output import STREAM
from nettrain.commands.predicting.handled import tell_handled
from nettrain.data.encoding import Handled
from nettrain.data.foreign import named
from nettrain.errors import UsageError
from nettrain.evaluation.predictions import judged
from nettrain.events import Decided, Emit, Notice, RunOpened, silent
from nettrain.inference.network import Array
from nettrain.names import TEST
from nettrain.plan.rows import rows_of


def run(
    run: Path | None = None,
    data: Path | None = None,
    asked: Demands = NOTHING,
    show: Emit = silent,
    *,
    sets: Sequence[str] = (),
) -> Outcome:
    """Judge a run (the latest finished one below runs/ by default) on its test rows or on all rows of `data`.

    `sets` say how `data` is read where that is otherwise than in training ("data.format.delimiter=;").

    Raises UsageError, ConfigError, RunError, DataError.
    """
    if sets and data is None:
        raise UsageError(
            "--set says how the file of --data is read: name that too; its own rows are read as in training"
        )
    opened = open_run(run, show)
    show(RunOpened(run=str(opened.directory), name=opened.plan.config.name or "run"))
    opened = opened.reading(sets)
    plan, held = opened.plan, terms(opened.plan, asked)
    for doubt in held.doubts:
        show(Notice.of(doubt))
    if data is None:
        made = _own(opened, held.slices, asked.reference, show)
    else:
        made = _other(opened, data, held.slices, asked.reference, sets, show)
    if opened.decision:
        show(Decided(**opened.decision))
    found = verdict(plan, made.case, held)
    for notice in found.notices:
        show(notice)
    show(found.event())
    beside = {"handled": made.handled, "dropped": made.dropped, "seen": made.seen}
    record = {"run": str(opened.directory), **found.to_json(), **beside}
    return Outcome(str(opened.directory), record, found.passed)


class _Made(NamedTuple):
    """What is to be judged; the cells of it on which a policy acted, and the rows that were left out.

    `seen` is whether rows of it were trained on; None where that is not known, of what is read once.
    """

    case: Case
    handled: Handled
    dropped: int
    seen: bool | None


def _own(opened: OpenedRun, slices: Collection[str], reference: Path | None, show: Emit) -> _Made:
    """Predict the run's own test rows."""
    plan = opened.plan
    if not plan.rows[TEST]:
        raise UsageError(f"{opened.directory} has no test rows: name a file with --data")
    against = referred(reference, reread(opened).same, show) if reference else None
    drawn = opened.drawn()
    cells = cells_of(plan, [file for _, file in drawn.files], slices, drawn.sides.rows(TEST))
    rows = rows_of(plan, drawn, [TEST])[TEST]
    outputs = opened.network(show)(Array(rows.inputs))
    made = judged(plan, outputs, rows.truth, rows.sample_weights, opened.deciding)
    return _Made(Case(made, TEST, Beside(drawn.groups_of(TEST), cells), against), rows.handled, 0, seen=False)


def _other(
    opened: OpenedRun, data: Path, slices: Collection[str], reference: Path | None, sets: Sequence[str], show: Emit
) -> _Made:
    """Predict all rows of a file; a reference run reads it by the same `sets`."""
    passes = data == STREAM or named(data).passes
    if reference and passes:
        raise UsageError(
            "--no-worse-than reads the rows twice, which standard input and other pipes cannot give: name a file"
        )
    own = foreign(opened, data, list(slices), show)
    made, beside, met = own.judged, own.beside, own.met
    side = met.flow.opened.source.shown
    tell_handled(show, met, "rows that are left out")
    if beside.groups is None and (by := grouped_by(opened.plan.config.data)):
        told = f"there is no column '{by[0]}', by which rows are alike: the intervals take every row for a group"
        show(Notice(text=told, file=side))
    other = open_run(reference, show).reading(sets) if reference else None
    against = _also(other, data, (opened, own), show) if other else None
    notices = [] if passes else [seen(one.directory, named(data)) for one in (opened, other) if one]
    for notice in filter(None, notices):
        show(notice)
    known = notices[0] is not None if notices else None
    return _Made(Case(made, side, beside, against), met.handled, met.dropped, known)


def _also(opened: OpenedRun, data: Path, to: tuple[OpenedRun, Foreign], show: Emit) -> Reference:
    """Return what the reference run predicts of the same file. Raises UsageError if it cannot be compared."""
    run, own = to
    if reason := differently_weighed(opened.plan.config.data.weight, run.plan.config.data.weight):
        raise UsageError(f"{opened.directory} is no reference for {run.directory}: {reason}")
    other = foreign(opened, data, (), show)
    made, held = other.judged, own.judged
    alike = other.rows.equals(own.rows) and np.array_equal(made.truth, held.truth)
    if made.target != held.target or not alike:
        message = f"judges other rows of {data} than {run.directory}, or another target: it is no reference"
        raise UsageError(f"{opened.directory} {message}")
    return Reference(str(opened.directory), made)
