"""A finished run, opened from its own plan and weights: nothing is unpickled, no archive is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nettrain.commands.manifest import sha256
from nettrain.components.column import Column
from nettrain.components.columns.number import Number
from nettrain.components.task import EVERY_TASK
from nettrain.data.dataset import Drawn, drawn
from nettrain.data.foreign import Foreign, foreign
from nettrain.data.gathering import gather
from nettrain.data.sources import Source
from nettrain.data.splitting import fingerprint
from nettrain.errors import DataError, Problem, RunError, Span
from nettrain.plan.plan import Plan
from nettrain.rundir import BEST, MANIFEST, PLAN, RunDir, find


@dataclass(frozen=True)
class OpenedRun:
    """A run with its plan."""

    directory: RunDir
    plan: Plan

    def drawn(self) -> Drawn:
        """Return the rows that the run was trained, watched and judged on, read and split once more.

        Raises DataError if a file is gone or has changed since, or the rows do not come out as they did.
        """
        data, files = self.plan.config.data, []
        for record in self.directory.read_json(MANIFEST)["data"]:
            source = Source(Path(record["path"]), record["file"])
            if source.path.is_file() and sha256(source) != record["sha256"]:
                message = f"has changed since {self.directory} was trained on it; judge it with --data {source.shown}"
                raise DataError(Problem(Span(source.shown), "", message))
            files.append((record["side"], source))
        kinds = {column.name: column.kind for column in self.plan.columns}
        made = drawn(gather(data, files, kinds), data, self.plan.config.seed, EVERY_TASK, self.targets)
        if fingerprint(made.sides) != self.plan.split:
            message = f"the rows are split in another way than when {self.directory} was trained: by another version?"
            raise DataError(Problem(Span(files[0][1].shown), "", message))
        return made

    @property
    def targets(self) -> Mapping[str, Column]:
        """Return the kinds of the target's columns."""
        return {column.name: column.kind for column in self.plan.targets}

    def foreign(self, file: Path, needed: Mapping[str, str], *, judged: bool) -> Foreign:
        """Read a file that the run was not trained on.

        `needed` are the columns that it must have, with what they are for; `judged` tells whether the target is among
        them. Raises DataError for those it lacks and for cells that do not fit their column.
        """
        kinds = {column.name: column.kind for column in self.plan.columns}
        weight = {self.plan.config.data.weight: Number()} if judged and self.plan.config.data.weight else {}
        return foreign(self.plan.config.data, file, {**kinds, **weight}, self.targets if judged else {}, needed)

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
