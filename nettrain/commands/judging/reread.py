"""A run's predictions of the rows that it was judged on, to be compared row by row: no network is needed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from nettrain.commands.judging.verdict import Reference
from nettrain.commands.opening.hashing import hashes
from nettrain.commands.opening.opened import OpenedRun, open_run
from nettrain.components.metric import Judged
from nettrain.components.task import Target
from nettrain.errors import UsageError
from nettrain.evaluation.recorded import Recorded, recorded
from nettrain.events import Emit, silent
from nettrain.numbers import counted
from nettrain.rundir import MANIFEST, RunDir


class Same(NamedTuple):
    """What must be the same for two runs to be compared row by row.

    `side` and `rows` (their numbers, from 1) are those that were judged; `files` the side and the hash of each file;
    `weight` is the column that says what each row counts.
    """

    run: str
    target: Target
    files: tuple[tuple[str, str], ...]
    side: str
    rows: pl.Series
    weight: str | None = None

    def differs(self, other: Same) -> str | None:
        """Say why the other run was not judged on the same rows; None if it was."""
        if self.target.columns != other.target.columns:
            names = [", ".join(side.target.columns) for side in (self, other)]
            return f"their targets differ: {names[0]} and {names[1]}"
        if self.target != other.target:
            return f"the labels or the kind of their target '{self.target.columns[0]}' differ"
        if self.files != other.files:
            return "their data files differ"
        if self.side != other.side:
            return f"one is judged on {self.side} rows, the other on {other.side} rows"
        if not self.rows.equals(other.rows):
            return "their rows are split in another way: take the same seed and the same data.split"
        return differently_weighed(self.weight, other.weight)


def differently_weighed(one: str | None, other: str | None) -> str | None:
    """Say that rows do not count the same for two runs, whose columns of weights are given; None if they do."""
    if one == other:
        return None
    told = [f"by '{name}'" if name else "all alike" for name in (one, other)]
    return f"their rows are weighed differently, {told[0]} and {told[1]}: give both the same data.weight"


class Reread(NamedTuple):
    """What a run predicted, and for which rows."""

    judged: Judged
    same: Same
    groups: pl.Series | None


def reread(opened: OpenedRun) -> Reread:
    """Return a run's own predictions. Raises RunError if its files are damaged, UsageError as `finite` does."""
    plan, directory = opened.plan, opened.directory
    made = finite(directory, recorded(directory, plan))
    files = hashes(directory.read_json(MANIFEST)["data"])
    same = Same(str(directory), plan.target, files, made.side, made.rows, plan.config.data.weight)
    return Reread(made.judged, same, made.groups)


def finite(run: RunDir, made: Recorded) -> Recorded:
    """Return what a run predicted, which can be judged. Raises UsageError if its network gave no finite number."""
    strange = int((~np.isfinite(made.judged.predicted).all(axis=1)).sum())
    if strange:
        what = f"{run} cannot be judged row by row: its network gave no finite number for"
        raise UsageError(f"{what} {strange:,} of {counted(len(made.rows), f'{made.side} row')}")
    return made


def referred(run: Path, to: Same, show: Emit = silent) -> Reference:
    """Return the predictions of a reference run; a newer one that did not finish is shown, as `open_run` does.

    Raises UsageError if it was not judged on the same rows or cannot be, RunError if it is unfinished or damaged.
    """
    found = reread(open_run(run, show))
    reason = to.differs(found.same)
    if reason:
        raise UsageError(f"{found.same.run} is no reference for {to.run}: {reason}")
    return Reference(found.same.run, found.judged)
