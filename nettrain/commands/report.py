"""report: a run as one HTML page, from the run's own files; the data, if they are still there, show its worst rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nettrain.commands.opened import OpenedRun, open_run
from nettrain.commands.outcome import Outcome
from nettrain.data.table import ROW
from nettrain.errors import DataError, RunError
from nettrain.rundir import REPORT, told, write_atomically


def run(run: Path | None = None, output: Path | None = None) -> Outcome:
    """Write the report of a run (the latest by default) to `output`, or to report.html in the run.

    The outcome's document has the path under "report". Raises UsageError, RunError.
    """
    from nettrain.report.evidence import evidence
    from nettrain.report.page import page
    from nettrain.report.worst import worst

    opened = open_run(run)
    found = evidence(opened.directory, opened.plan)
    numbers = [int(found.rows[place]) for place in worst(found)]
    text = page(found, _cells(opened, found.metrics["judged"], numbers))
    file = output if output is not None else opened.directory.path / REPORT
    if file.is_dir():
        raise RunError(f"{file} is a folder: the report needs a file; choose another -o")
    with told(f"{file} cannot be written"):
        write_atomically(file, text.encode())
    return Outcome(str(file), {"run": str(opened.directory), "report": str(file)})


def _cells(opened: OpenedRun, side: str, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the inputs of rows by their number (from 1); nothing where the data are gone or have changed."""
    names = [column.name for column in opened.plan.columns]
    try:
        drawn = opened.drawn()
    except DataError:
        return {}
    wanted = [number - 1 for number in numbers]
    return {
        row.pop(ROW) + 1: row
        for _, frame in drawn.stretches([side], names)
        for row in frame.filter(frame.get_column(ROW).is_in(wanted)).to_dicts()
    }
