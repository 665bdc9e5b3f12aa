"""eval: judge a run on its test rows, or on another file; the gates decide the exit code."""

from __future__ import annotations

from pathlib import Path

from nettrain.commands.fit import silent
from nettrain.commands.judging import verdict
from nettrain.commands.opened import foreign_table, open_run
from nettrain.commands.outcome import Outcome
from nettrain.data.dataset import numbered
from nettrain.data.encoding import refused
from nettrain.errors import DataError, Problem, Span, UsageError
from nettrain.evaluation.predictions import judged
from nettrain.events import Emit, Notice
from nettrain.plan.rows import rows_of


def run(run: Path | None = None, data: Path | None = None, show: Emit = silent) -> Outcome:
    """Judge a run (the latest finished one below runs/ by default) on its test rows or on all rows of `data`.

    Raises UsageError, RunError, DataError.
    """
    opened = open_run(run)
    plan = opened.plan
    if data is None and not plan.rows["test"]:
        raise UsageError(f"{opened.directory} has no test rows: name a file with --data")
    if data is None:
        table, frame = opened.test_rows()
    else:
        needed = {c.name: "an input of the network" for c in plan.columns}
        needed |= {c.name: "the target; to predict without it use 'nettrain predict'" for c in plan.targets}
        table = foreign_table(plan, data, needed)
        frame = numbered(table)
        _refuse_gaps(str(data), frame.select(plan.target.columns).null_count().row(0, named=True))
    problems = refused(table, frame, plan.columns)
    if problems:
        raise DataError(*problems)
    rows = rows_of(plan, table, frame)
    for what, counts in (("missing", rows.missing), ("never met in training", rows.unseen)):
        if counts and data is not None:
            listed = ", ".join(f"{name} {count:,}" for name, count in counts.items())
            show(Notice(text=f"cells that are {what}: {listed}", place=str(data)))
    made = verdict(plan, judged(plan, opened.outputs(rows.inputs), rows.truth), "test" if data is None else str(data))
    show(made.event())
    record = {
        "run": str(opened.directory),
        **made.to_json(),
        "filled": {"missing": dict(rows.missing), "unseen": dict(rows.unseen)},
    }
    return Outcome(str(opened.directory), record, made.passed)


def _refuse_gaps(file: str, gaps: dict[str, int]) -> None:
    problems = [
        Problem(Span(file), name, f"{count:,} rows have no target, which must be known to judge them")
        for name, count in gaps.items()
        if count
    ]
    if problems:
        raise DataError(*problems)
