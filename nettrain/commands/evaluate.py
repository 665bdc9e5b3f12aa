"""eval: judge a run on its test rows, or on another file; the gates decide the exit code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nettrain.commands.demands import NOTHING, Demands, terms
from nettrain.commands.handled import tell_handled
from nettrain.commands.judging import Beside, Case, Reference, verdict
from nettrain.commands.opened import OpenedRun, open_run
from nettrain.commands.outcome import Outcome
from nettrain.commands.output import STREAM
from nettrain.commands.own_files import seen
from nettrain.commands.reread import differently_weighed, referred, reread
from nettrain.commands.slicing import cells_of, grouped_by
from nettrain.commands.streaming import Streaming, source_of
from nettrain.components.metric import Judged
from nettrain.data.encoding import Handled
from nettrain.data.flow import Flow, Passing
from nettrain.data.foreign import named
from nettrain.data.parquet import as_text
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.table import ROW
from nettrain.data.target import lacking, values
from nettrain.data.weighing import WITHOUT, bad_weights
from nettrain.errors import DataError, Problem, Span, UsageError
from nettrain.evaluation.predictions import judged
from nettrain.evaluation.slices import known, with_numbers
from nettrain.events import Decided, Emit, Notice, silent
from nettrain.inference.network import Array
from nettrain.names import TEST
from nettrain.numbers import counted
from nettrain.plan.rows import rows_of, targets_of


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
    opened = open_run(run).reading(sets)
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
    against = referred(reference, reread(opened).same) if reference else None
    drawn = opened.drawn()
    cells = cells_of(plan.config.data, [source for _, source in drawn.files], slices, drawn.sides.rows(TEST))
    rows = rows_of(plan, drawn, [TEST])[TEST]
    outputs = opened.network(show)(Array(rows.inputs))
    made = judged(plan, outputs, rows.truth, rows.counts, opened.deciding)
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
    own = _foreign(opened, data, list(slices), show)
    made, beside, met = own.judged, own.beside, own.met
    side = met.flow.opened.source.shown
    tell_handled(show, met.handled, met.dropped, side)
    if beside.groups is None and (by := grouped_by(opened.plan.config.data)):
        told = f"there is no column '{by[0]}', by which rows are alike: the intervals take every row for a group"
        show(Notice(text=told, file=side))
    other = open_run(reference).reading(sets) if reference else None
    against = _also(other, data, (opened, own), show) if other else None
    notices = [] if passes else [seen(one.directory, named(data)) for one in (opened, other) if one]
    for notice in filter(None, notices):
        show(notice)
    known = notices[0] is not None if notices else None
    return _Made(Case(made, side, beside, against), met.handled, met.dropped, known)


class _Foreign(NamedTuple):
    """The rows of a file that are judged, and their numbers in it."""

    judged: Judged
    rows: pl.Series
    beside: Beside
    met: Streaming


def _foreign(opened: OpenedRun, data: Path, slices: Sequence[str], show: Emit) -> _Foreign:
    """Predict all rows of a file; kept are row numbers, outputs, targets, weights, cells of the slices."""
    plan = opened.plan
    weight = plan.config.data.weight
    needed = {c.name: "an input of the network" for c in plan.columns}
    needed |= {c.name: "the target; to predict without it use 'nettrain predict'" for c in plan.targets}
    if weight:
        needed[weight] = "the weight of the rows"
    asked = {name: "asked for as a slice" for name in slices if name not in needed}
    by = grouped_by(plan.config.data)
    wanted = list(dict.fromkeys([*slices, *by]))
    streaming = Streaming(opened, opened.flow(source_of(data), {**needed, **asked}, wanted, judged=True))

    def kept(some: Passing, outputs: NDArray[np.float32]) -> _Kept:
        there = _there(opened, streaming.flow, some)
        rows = some.usable.get_column(ROW).filter(there.found)
        truth, _ = targets_of(plan, there.truth, rows, streaming.flow)
        weights = None if there.weights is None else there.weights.to_numpy()
        cells = as_text(some.kept).select(pl.all().str.strip_chars().replace("", None))
        if cells.width:
            cells = cells[rows - some.start]
        return _Kept(rows, outputs[there.found.to_numpy()], truth, weights, cells)

    parts = list(streaming(kept, show))
    outputs = np.concatenate([part.outputs for part in parts])
    truth = np.concatenate([part.truth for part in parts])
    streaming.dropped = streaming.rows - len(outputs)
    if not len(outputs):
        without = "a target or a weight" if weight else "a target"
        message = f"no row is left to judge: all {streaming.rows:,} were left out, without {without} or as bad rows"
        raise DataError(Problem(Span(streaming.flow.opened.source.shown), "", message))
    counts = np.concatenate([part.weights for part in parts if part.weights is not None]) if weight else None
    if weight and counts is not None and not counts.any():
        message = f"every weight is 0 ({counted(len(counts), 'row')}): {WITHOUT[TEST]}"
        raise DataError(Problem(Span(streaming.flow.opened.source.shown), weight, message))
    cells = pl.concat([part.cells for part in parts]) if parts[0].cells.width else None
    missing = plan.config.data.missing
    groups = _groups(cells, by, missing)
    if cells is not None:
        cells = with_numbers(cells, missing, streaming.flow.opened.dialect)
    made = judged(plan, outputs, truth, counts, opened.deciding)
    return _Foreign(made, pl.concat([part.rows for part in parts]), Beside(groups, cells), streaming)


def _groups(cells: pl.DataFrame | None, by: Sequence[str], missing: tuple[str, ...]) -> pl.Series | None:
    """Return the group of each row, where rows were kept together and the file has the column."""
    if cells is None or not by or by[0] not in cells.columns:
        return None
    return known(cells.get_column(by[0]).fill_null(""), missing)


class _Kept(NamedTuple):
    """What judging needs of a stretch: row numbers, outputs (rows, outputs), truth, weights (rows,), text cells of the
    slices."""

    rows: pl.Series
    outputs: NDArray[np.float32]
    truth: NDArray[Any]
    weights: NDArray[np.float64] | None
    cells: pl.DataFrame


class _There(NamedTuple):
    """Targets and weights of the rows that have them, and which of a stretch's usable rows these are."""

    truth: pl.DataFrame
    weights: pl.Series | None
    found: pl.Series


def _there(opened: OpenedRun, flow: Flow, some: Passing) -> _There:
    """Return the targets and weights of a stretch.

    Raises DataError where they are missing, unless such rows are dropped, and for weights below 0.
    """
    weight, rows = opened.plan.config.data.weight, some.usable.get_column(ROW)
    cells = some.usable.select(pl.col(name).cast(pl.String) for name in opened.targets)
    truth = values(cells, opened.targets, flow.opened.dialect)
    found = truth.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    problems: list[Problem] = []
    if not flow.dropping and not found.all():
        problems += [
            Problem(flow.place(rows[at]), name, lacking(cells.get_column(name)[at], kind))
            for name, kind in opened.targets.items()
            for at in truth.get_column(name).is_null().arg_true().head(MOST_PROBLEMS).to_list()
        ]
    weights = some.usable.get_column(weight) if weight else None
    if weights is not None:
        problems += bad_weights(weights, lambda at: flow.place(rows[at]), dropping=flow.dropping)
        found &= weights.is_not_null()
    if problems:
        raise DataError(*problems)
    return _There(truth.filter(found), None if weights is None else weights.filter(found), found)


def _also(opened: OpenedRun, data: Path, to: tuple[OpenedRun, _Foreign], show: Emit) -> Reference:
    """Return what the reference run predicts of the same file. Raises UsageError if it cannot be compared."""
    run, own = to
    if reason := differently_weighed(opened.plan.config.data.weight, run.plan.config.data.weight):
        raise UsageError(f"{opened.directory} is no reference for {run.directory}: {reason}")
    other = _foreign(opened, data, (), show)
    made, held = other.judged, own.judged
    alike = other.rows.equals(own.rows) and np.array_equal(made.truth, held.truth)
    if made.target != held.target or not alike:
        message = f"judges other rows of {data} than {run.directory}, or another target: it is no reference"
        raise UsageError(f"{opened.directory} {message}")
    return Reference(str(opened.directory), made)
