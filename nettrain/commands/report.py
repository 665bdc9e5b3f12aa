"""report: a run as one HTML page, from the run's own files; the data, if they are still there, show its worst rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.atomic import as_run_error, write_atomically
from nettrain.commands.opening.opened import OpenedRun, open_run
from nettrain.commands.opening.own_files import places
from nettrain.commands.outcome import Outcome
from nettrain.commands.output import STREAM
from nettrain.data.table import ROW
from nettrain.errors import DataError
from nettrain.events import Emit, silent
from nettrain.overwriting import refuse_overwriting
from nettrain.rundir import REPORT

if TYPE_CHECKING:
    from nettrain.data.drawn import Drawn
    from nettrain.evaluation.recorded import Recorded


def run(run: Path | None = None, output: Path | None = None, by: Sequence[str] = (), show: Emit = silent) -> Outcome:
    """Write the report of a run (the newest finished one by default) to `output`, or to report.html in the run; "-"
    means the outcome's text.

    `by` names columns by whose values the verdict is told once more, beside those that the run was judged by. The
    outcome's document has the path under "report", or the page itself under "page". Raises UsageError, RunError, and
    for `by` DataError.
    """
    from nettrain.evaluation.recorded import recorded
    from nettrain.html.evidence import evidence
    from nettrain.html.page import page
    from nettrain.html.worst import worst

    opened = open_run(run, show)
    made = recorded(opened.directory, opened.plan)
    found = evidence(opened.directory, opened.plan, opened.decision, made)
    drawn = _drawn(opened, needed=bool(by))
    numbers = [int(found.rows[place]) for place in worst(found)]
    cells = {} if drawn is None else _cells(opened, drawn, made.side, numbers)
    slices = {**(found.metrics.get("slices") or {}), **(_slices(opened, drawn, made, by) if drawn is not None else {})}
    asked = [column for column in opened.plan.config.slices if column in slices]
    slices = {column: slices[column] for column in [*(column for column in slices if column not in asked), *asked]}
    text = page(found, cells, slices)
    if output == STREAM:
        return Outcome(text.rstrip("\n"), {"run": str(opened.directory), "page": text}, verbatim=True)
    file = output if output is not None else opened.directory.path / REPORT
    refuse_overwriting(file, *places(opened.directory))
    with as_run_error(f"{file} cannot be written"):
        write_atomically(file, text.encode())
    return Outcome(str(file), {"run": str(opened.directory), "report": str(file)})


def _drawn(opened: OpenedRun, *, needed: bool) -> Drawn | None:
    """Return the rows of the run's data; None where they are gone or have changed, unless they are needed."""
    try:
        return opened.drawn()
    except DataError:
        if needed:
            raise
        return None


def _cells(opened: OpenedRun, drawn: Drawn, side: str, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the inputs of rows by their number (from 1)."""
    names = [column.name for column in opened.plan.columns]
    wanted = [number - 1 for number in numbers]
    return {
        row.pop(ROW) + 1: row
        for _, frame in drawn.stretches([side], names)
        for row in frame.filter(frame.get_column(ROW).is_in(wanted)).to_dicts()
    }


def _slices(opened: OpenedRun, drawn: Drawn, made: Recorded, by: Sequence[str]) -> dict[str, Any]:
    """Return the groups of the judged rows by column, as metrics.json has them. Raises DataError for no column."""
    if not by:
        return {}
    from nettrain.commands.judging.demands import Terms
    from nettrain.commands.judging.reread import finite
    from nettrain.commands.judging.slicing import cells_of
    from nettrain.commands.judging.verdict import Beside, Case, sliced

    rows = finite(opened.directory, made)
    cells = cells_of(opened.plan, [file for _, file in drawn.files], by, rows.rows - 1)
    terms = Terms(opened.plan.named, (), {name: {} for name in by})
    found = sliced(opened.plan, Case(rows.judged, rows.side, Beside(rows.groups, cells)), terms)
    return {column: [part.to_json() for part in parts] for column, parts in found.items()}
