"""A finished run, opened from its own plan and weights: nothing is unpickled, no archive is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from nettrain.commands.manifest import sha256
from nettrain.data.dataset import deal_out, numbered
from nettrain.data.reading import Source, Table, joined, read
from nettrain.errors import DataError, Problem, RunError, Span
from nettrain.plan.plan import Plan
from nettrain.rundir import BEST, MANIFEST, PLAN, RunDir, find


@dataclass(frozen=True)
class OpenedRun:
    """A run with its plan."""

    directory: RunDir
    plan: Plan

    def test_rows(self) -> tuple[Table, pl.DataFrame]:
        """Return the rows that the run kept for its test, read and split once more.

        Raises DataError if a file is gone or has changed since.
        """
        data, tables = self.plan.config.data, {}
        for side, record in self.directory.read_json(MANIFEST)["data"].items():
            source = Source(Path(record["path"]), record["file"])
            tables[side] = read(source, data.missing)
            if sha256(source) != record["sha256"]:
                message = f"has changed since {self.directory} was trained on it; judge it with --data {source.shown}"
                raise DataError(Problem(Span(source.shown), "", message))
        table = joined(list(tables.values()))
        sizes = {side: found.frame.height for side, found in tables.items()}
        kinds = {column.name: column.kind for column in self.plan.targets}
        return table, numbered(table, deal_out(data, table, sizes, kinds, self.plan.config.seed).test)

    def outputs(self, inputs: Any) -> Any:
        """Return what the network gives for encoded rows: (rows, outputs)."""
        from nettrain.engine.restored import restored

        return restored(self.plan, self.directory.read(BEST), str(self.directory.path / BEST)).outputs(inputs)


def open_run(run: Path | None) -> OpenedRun:
    """Open a run, the latest by default. Raises UsageError, RunError."""
    directory = find(run)
    try:
        return OpenedRun(directory, Plan.from_json(directory.read_json(PLAN)))
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{directory.path / PLAN} is damaged: {error}") from None


def foreign_table(plan: Plan, file: Path, needed: Mapping[str, str]) -> Table:
    """Read a file that the run was not trained on.

    `needed` are the columns that it must have, with what they are for. Raises DataError for those it lacks and for
    cells that do not fit their column.
    """
    from nettrain.data.profile import misfits

    table = read(Source(file, str(file)), plan.config.data.missing)
    lacking = [
        Problem(Span(str(file), 1), "", f"the file has no column '{name}', which is {use}")
        for name, use in needed.items()
        if name not in table.frame.columns
    ]
    if lacking:
        raise DataError(*lacking)
    kinds = {c.name: c.kind for c in (*plan.columns, *plan.targets) if c.name in needed}
    problems = [problem for name, kind in kinds.items() for problem in misfits(table, name, kind, declared=True)]
    if problems:
        raise DataError(*problems)
    return table
