"""A finished run, opened from its own plan and weights: nothing is unpickled, no archive is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from nettrain.commands.opening.decision import settled
from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.components.task import EVERY_TASK
from nettrain.data.flow import Flow
from nettrain.data.foreign import as_trained, opened_with
from nettrain.data.respelling import worded
from nettrain.data.sources import Source
from nettrain.errors import DataError, Problem, RunError, Span
from nettrain.evaluation.deciding import AS_TRAINED, Deciding
from nettrain.events import Emit, Notice, silent
from nettrain.plan.plan import Plan
from nettrain.rundir import BEST, LITE, MANIFEST, PLAN, RunDir
from nettrain.runs import find, overtaken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nettrain.data.drawn import Drawn
    from nettrain.inference.network import Rows


Predictor: TypeAlias = "Callable[[Rows], NDArray[np.float32]]"
"""Encoded rows -> outputs (rows, outputs)."""


@dataclass(frozen=True)
class OpenedRun:
    """A run with its plan."""

    directory: RunDir
    plan: Plan
    decision: Mapping[str, Any] = field(default_factory=dict)
    """Its threshold and temperature as decision.json has them; empty where the config asks for none."""

    @property
    def deciding(self) -> Deciding:
        """What stands between its network's outputs and a label."""
        return Deciding.from_json(self.decision) if self.decision else AS_TRAINED

    def drawn(self) -> Drawn:
        """Return the rows that the run was trained, watched and judged on, read and split once more.

        Raises DataError if a file is gone or has changed since, or the rows do not come out as they did.
        """
        from nettrain.commands.opening.own_files import found, own_files
        from nettrain.data.drawn import drawn
        from nettrain.data.gathering import gather
        from nettrain.data.sides import fingerprint

        data = self.plan.config.data
        files = [(own.side, found(self.directory, own)) for own in own_files(self.directory)]
        made = drawn(gather(data, files, self.plan.kinds), data, self.plan.config.seed, EVERY_TASK, self.targets)
        if fingerprint(made.sides) != self.plan.split:
            message = f"the rows are split in another way than when {self.directory} was trained: by another version?"
            raise DataError(Problem(Span(files[0][1].shown), "", message))
        return made

    def reading(self, sets: Sequence[str]) -> OpenedRun:
        """Return the run with other settings of how a file is read. Raises UsageError, ConfigError."""
        if not sets:
            return self
        from nettrain.commands.opening.redated import dates_asked, redated
        from nettrain.config.adjusting import read_otherwise

        asked = dates_asked(self.plan.columns, sets)
        config = read_otherwise(self.plan.config, sets)
        columns = redated(self.plan.columns, config, asked)
        return replace(self, plan=self.plan._replace(config=config, columns=columns))

    @property
    def targets(self) -> Mapping[str, Column]:
        """Return the kinds of the target's columns."""
        return {column.name: column.kind for column in self.plan.targets}

    def flow(self, source: Source, needed: Mapping[str, str], kept: Sequence[str], *, judged: bool = False) -> Flow:
        """Open a file to go through its rows once; `needed` are the columns that it must have, and what they are for.

        `kept` are those whose cells are wanted as they stand; `judged` tells that target and weight are read too.
        Raises DataError for columns that it lacks.
        """
        data = self.plan.config.data
        kinds = self.plan.kinds
        if judged:
            kinds |= {data.weight: Number()} if data.weight else {}
            kinds |= dict.fromkeys(self.targets, Category())
        columns = [*self.plan.columns, *(self.plan.targets if judged else ())]
        words = worded({column.name: column.kind for column in columns})
        words |= {c.name: c.facts["levels"] for c in columns if isinstance(c.kind, Category)}
        numbers = [name for name, kind in {**kinds, **self.targets}.items() if isinstance(kind, (Number, SequenceKind))]
        opened = opened_with(source, data.format, needed, headed=self.plan.header)
        opened = as_trained(opened, data.format, self.plan.marks, numbers)
        return Flow(data, opened, kinds, kept, words)

    def network(self, show: Emit, threads: int = 1) -> Predictor:
        """Return what gives the network's outputs: on LiteRT, or on TensorFlow, which is then shown with the reason.

        It may be called from `threads` threads at a time. Raises RunError where its files are damaged.
        """
        record, place = self.directory.read_json(MANIFEST)["inference"], self.directory.path / LITE
        if "sha256" not in record or not place.is_file():
            show(Notice(text=f"predicting with TensorFlow: {record.get('why', f'the run has no {LITE}')}"))
            return self._restored()
        content = self.directory.read(LITE)
        if hashlib.sha256(content).hexdigest() != record["sha256"]:
            raise RunError(f"{place} is not what fit wrote: damaged, or of another run; remove it to use TensorFlow")
        from nettrain.inference.network import Network

        return Network(content, threads)

    def weights(self) -> list[NDArray[Any]]:
        """Return the values of its network's variables. Raises RunError if they are damaged or of another run."""
        from nettrain.engine.state import network_of

        try:
            return network_of(self.directory.read(BEST), self.directory.read_json(MANIFEST)["weights_sha256"])
        except ValueError as error:
            raise RunError(f"{self.directory.path / BEST} {error}") from None

    def _restored(self) -> Predictor:
        from nettrain.engine.restored import restored

        steps = restored(self.plan, self.weights())
        return lambda rows: steps.outputs(rows.whole())


def open_run(run: Path | None, show: Emit = silent) -> OpenedRun:
    """Open a run, the newest finished one by default; a newer one that did not finish is shown as a notice.

    Raises UsageError, and RunError as `plan_of` does.
    """
    directory = find(run)
    if told := overtaken(run, directory):
        show(Notice(text=told))
    plan = plan_of(directory)
    return OpenedRun(directory, plan, settled(directory, plan))


def plan_of(directory: RunDir) -> Plan:
    """Return the plan of a run. Raises RunError where it is none, or of another version or run."""
    record = directory.read_own(PLAN)
    try:
        return Plan.from_json(record)
    except (KeyError, TypeError, ValueError) as error:
        made = directory.read_json(MANIFEST).get("versions", {}).get("nettrain", "another version")
        what = f"{directory.path / PLAN} cannot be used: {str(error).splitlines()[0]}"
        raise RunError(f"{what}; it is damaged, or nettrain {made} made it otherwise: train a new run") from None
