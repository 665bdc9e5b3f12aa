"""eval: judge a run on its test rows, or on another file; the gates decide the exit code."""

from __future__ import annotations

from pathlib import Path

from nettrain.commands.fit import silent
from nettrain.commands.handled import tell_handled
from nettrain.commands.judging import verdict
from nettrain.commands.opened import OpenedRun, open_run
from nettrain.commands.outcome import Outcome
from nettrain.data.splitting import TEST
from nettrain.errors import UsageError
from nettrain.evaluation.predictions import judged
from nettrain.events import Emit
from nettrain.plan.rows import Rows, foreign_rows, rows_of


def run(run: Path | None = None, data: Path | None = None, show: Emit = silent) -> Outcome:
    """Judge a run (the latest finished one below runs/ by default) on its test rows or on all rows of `data`.

    Raises UsageError, RunError, DataError.
    """
    opened = open_run(run)
    plan = opened.plan
    dropped = 0
    if data is None:
        if not plan.rows[TEST]:
            raise UsageError(f"{opened.directory} has no test rows: name a file with --data")
        rows = rows_of(plan, opened.drawn(), [TEST])[TEST]
    else:
        rows, dropped = _foreign(opened, data)
        tell_handled(show, rows.handled, dropped, str(data))
    made = judged(plan, opened.network(show)([rows.inputs]), rows.truth, rows.counts)
    found = verdict(plan, made, TEST if data is None else str(data))
    show(found.event())
    record = {"run": str(opened.directory), **found.to_json(), "handled": rows.handled, "dropped": dropped}
    return Outcome(str(opened.directory), record, found.passed)


def _foreign(opened: OpenedRun, data: Path) -> tuple[Rows, int]:
    plan = opened.plan
    needed = {c.name: "an input of the network" for c in plan.columns}
    needed |= {c.name: "the target; to predict without it use 'nettrain predict'" for c in plan.targets}
    if plan.config.data.weight:
        needed[plan.config.data.weight] = "the weight of the rows"
    read = opened.foreign(data, needed, judged=True)
    return foreign_rows(plan, read), read.dropped
