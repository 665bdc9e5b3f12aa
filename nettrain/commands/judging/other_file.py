"""Another file through the network of a run, ready to be judged: what of its rows must be kept for that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nettrain.commands.judging.slicing import grouped_by
from nettrain.commands.judging.verdict import Beside
from nettrain.commands.opening.opened import OpenedRun
from nettrain.commands.predicting.streaming import Streaming, source_of
from nettrain.components.metric import Judged
from nettrain.data.flow import Flow, Passing
from nettrain.data.reading import MOST_PROBLEMS, Faults
from nettrain.data.table import ROW
from nettrain.data.target import emptied, lacking, values
from nettrain.data.weighing import WITHOUT, bad_weights
from nettrain.errors import DataError, Problem, Span
from nettrain.evaluation.cells import bare, known, text_of, with_values
from nettrain.evaluation.predictions import judged
from nettrain.events import Emit
from nettrain.names import TEST
from nettrain.numbers import counted
from nettrain.plan.rows import targets_of


class Foreign(NamedTuple):
    """The rows of a file that are judged, and their numbers in it."""

    judged: Judged
    rows: pl.Series
    beside: Beside
    met: Streaming


def foreign(opened: OpenedRun, data: Path, slices: Sequence[str], show: Emit) -> Foreign:
    """Predict all rows of a file; kept are row numbers, outputs, targets, weights, cells of the slices.

    Raises DataError for rows that cannot be used, unless they are dropped, and where none is left.
    """
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

    def kept(some: Passing) -> Callable[[NDArray[np.float32]], _Kept]:
        there = _there(opened, streaming.flow, some)
        rows = some.usable.get_column(ROW).filter(there.found)
        try:
            truth, _ = targets_of(plan, there.truth, rows, some)
        except DataError as error:
            raise there.faulty(error) from None
        if there.faults.total:
            raise there.faulty()
        weights = None if there.weights is None else there.weights.to_numpy()
        cells = bare(some.kept)
        if cells.width:
            cells = cells[rows]
        return lambda outputs: _Kept(some.height, rows, outputs[there.found.to_numpy()], truth, weights, cells)

    parts = list(streaming(kept, show))
    outputs = np.concatenate([part.outputs for part in parts])
    truth = np.concatenate([part.truth for part in parts])
    streaming.dropped = streaming.rows - len(outputs)
    if not len(outputs):
        without = "a label that training met" if plan.target.labels else "a target"
        without += " or a weight" if weight else ""
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
        cells = with_values([cells], missing, streaming.flow.opened.dialect, plan.kinds)
    made = judged(plan, outputs, truth, counts, opened.deciding)
    starts = accumulate((part.height for part in parts), initial=0)
    rows = pl.concat([part.rows + start for part, start in zip(parts, starts, strict=False)])
    return Foreign(made, rows, Beside(groups, cells), streaming)


def _groups(cells: pl.DataFrame | None, by: Sequence[str], missing: tuple[str, ...]) -> pl.Series | None:
    """Return the group of each row, where rows were kept together and the file has the column."""
    if cells is None or not by or by[0] not in cells.columns:
        return None
    return known(text_of(cells.get_column(by[0])).fill_null(""), missing)


class _Kept(NamedTuple):
    """What judging needs of a stretch: how many rows it has, and of those that are judged numbers, outputs
    (rows, outputs), truth, weights (rows,) and cells of the slices."""

    height: int
    rows: pl.Series
    outputs: NDArray[np.float32]
    truth: NDArray[Any]
    weights: NDArray[np.float64] | None
    cells: pl.DataFrame


class _There(NamedTuple):
    """Targets and weights of the rows that have them, which of a stretch's usable rows these are, and what is wrong
    with the others."""

    truth: pl.DataFrame
    weights: pl.Series | None
    found: pl.Series
    faults: Faults

    def faulty(self, other: DataError | None = None) -> DataError:
        """Return the error for what is wrong, and for what another one tells."""
        (problems, total), others = self.faults, other.problems if other else ()
        more = total - len(problems) + (other.more if other else 0)
        return DataError(*problems, *others, more=more, remark=other.remark if other and not total else "")


def _there(opened: OpenedRun, flow: Flow, some: Passing) -> _There:
    """Return the targets and weights of a stretch; where rows are dropped, of those whose label training met.

    A fault is one that is missing, unless such rows are dropped, and a weight below 0.
    """
    weight, rows = opened.plan.config.data.weight, some.usable.get_column(ROW)
    cells = some.usable.select(pl.col(name).cast(pl.String) for name in opened.targets)
    cells, _ = emptied(cells, opened.targets, flow.opened.dialect, flow.typing.missing)
    truth = values(cells, opened.targets, flow.opened.dialect)
    found = truth.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    problems: list[Problem] = []
    faults = 0
    if not flow.dropping and not found.all():
        for name, kind in opened.targets.items():
            gaps = truth.get_column(name).is_null().arg_true()
            faults += gaps.len()
            problems += [
                Problem(some.place(rows[at]), name, lacking(cells.get_column(name)[at], kind))
                for at in gaps.head(MOST_PROBLEMS).to_list()
            ]
    if flow.dropping and opened.plan.target.labels:
        found &= truth.to_series().is_in(opened.plan.target.labels).fill_null(False)
    weights = some.usable.get_column(weight) if weight else None
    if weights is not None:
        bad = bad_weights(weights, lambda at: some.place(rows[at]), dropping=flow.dropping)
        problems, faults = problems + bad.problems, faults + bad.total
        found &= weights.is_not_null()
    kept = None if weights is None else weights.filter(found)
    return _There(truth.filter(found), kept, found, Faults(problems, faults))
