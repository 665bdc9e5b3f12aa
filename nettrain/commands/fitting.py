"""One fit, from rows to metrics: encode, train, judge, save."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from nettrain.commands.asking import Asking
from nettrain.commands.outcome import Outcome
from nettrain.commands.profiles import profile_record
from nettrain.commands.timing import Timing
from nettrain.commands.trained import trained
from nettrain.config.load import Loaded
from nettrain.events import Notice, PhaseStarted, RunEnded, RunStarted
from nettrain.names import TEST, TRAIN, VALIDATION
from nettrain.plan.making import Planned
from nettrain.plan.rows import Rows, rows_of
from nettrain.rundir import (
    DECISION,
    EVENTS,
    HISTORY,
    MANIFEST,
    METRICS,
    PLAN,
    PREDICTIONS,
    PREVIOUS,
    PROFILE,
    TIMING,
    RunDir,
    config_name,
    json_file,
)
from nettrain.runs import point_latest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nettrain.commands.judging import Verdict
    from nettrain.commands.opened import OpenedRun
    from nettrain.commands.recording import Recording
    from nettrain.commands.resuming import Before
    from nettrain.engine.steps import Steps
    from nettrain.evaluation.deciding import Deciding


class _Found(NamedTuple):
    """What came out of the network for the rows that judge the run, and how they were judged."""

    side: str
    outputs: NDArray[np.float32]
    deciding: Deciding
    verdict: Verdict


@dataclass(slots=True)
class Fit:
    """What one command of fit trains, where the run lies, and what the run is asked for."""

    loaded: Loaded
    planned: Planned
    directory: RunDir
    timing: Timing
    asking: Asking
    made_of: dict[str, Any]
    """What the manifest says; what is computed comes in once it is there."""
    before: Before | None = None
    start: OpenedRun | None = None
    """The run whose weights training starts with."""

    def run(self, record: Recording) -> Outcome:
        """Train, judge, save; the metrics are written last."""
        self._describe(record)
        rows = self._encoded()
        steps = trained(self, record, rows)
        found = self._judge(record, rows, steps)
        places = found.verdict.places(self.loaded.problem)
        for event in (*found.verdict.notices, found.verdict.event(places)):
            record.emit(event)
        self._save(steps, found)
        self._end(record, found.verdict)
        metrics = self._sum_up(rows, found.verdict)
        point_latest(self.directory)
        document = {"run": str(self.directory), **metrics}
        return Outcome(str(self.directory), document, found.verdict.passed, places=places)

    def _describe(self, record: Recording) -> None:
        """Say what is about to be done; write it down for a run that begins."""
        plan = self.planned.plan
        if self.before is None or self.before.state is None:
            self.write_config()
        record.emit(
            RunStarted(
                run=str(self.directory),
                name=self.loaded.config.name or "run",
                epochs=plan.config.train.epochs,
                rows=plan.rows,
                layers=len(plan.layers),
                params=plan.params,
                monitor=plan.monitor,
            )
        )
        for problem in (*self.planned.notices, *self.asking.terms.doubts):
            record.emit(Notice.of(problem))

    def write_config(self) -> None:
        """Write what the run is made of: config, plan and profile, and last the manifest, which names the config."""
        for number, content in enumerate(self.loaded.texts, start=1):
            self.directory.write(config_name(number), content)
        self.directory.write_json(PLAN, self.planned.plan.to_json())
        self.directory.write_json(PROFILE, profile_record(self.planned))
        self.directory.write_json(MANIFEST, self.made_of)
        self.directory.remove_copies(len(self.loaded.texts) + 1)

    def _encoded(self) -> dict[str, Rows]:
        from nettrain.commands.hashing import hashed
        from nettrain.plan.stored import stored_rows

        plan, drawn = self.planned.plan, self.planned.dataset.drawn
        with self.timing.phase("encode"):
            if "data" not in self.made_of:
                self.made_of["data"] = hashed(drawn.files)
            if plan.stored:
                hashes = [file["sha256"] for file in self.made_of["data"]]
                return stored_rows(plan, drawn, [self.made_of["versions"]["nettrain"], *hashes], last=True)
            return rows_of(plan, drawn, last=True)

    def _judge(self, record: Recording, rows: Mapping[str, Rows], steps: Steps) -> _Found:
        """Export the network, and judge what comes out of it for test, else validation, else training rows."""
        from nettrain.commands.deciding import settle
        from nettrain.commands.exporting import export
        from nettrain.commands.judging import Beside, Case, verdict
        from nettrain.evaluation.predictions import judged

        plan = self.planned.plan
        record.emit(PhaseStarted(phase="judge", text="judging"))
        with self.timing.phase("judge"):
            side = next(side for side in (TEST, VALIDATION, TRAIN) if side in rows)
            network = export(self.directory, plan, steps, rows[side].inputs, record.emit)
            self.made_of["inference"] = network.record
            outputs = network.outputs(rows[side].inputs)
            deciding = settle(self.directory, plan, network.outputs, rows.get(VALIDATION), record.emit)
            groups = self.planned.dataset.drawn.groups_of(side)
            found = judged(plan, outputs, rows[side].truth, rows[side].sample_weights, deciding)
            case = Case(found, side, Beside(groups, self.asking.cells), self.asking.reference)
            return _Found(side, outputs, deciding, verdict(plan, case, self.asking.terms))

    def _save(self, steps: Steps, found: _Found) -> None:
        """Write the network and its predictions of the rows that were judged."""
        from nettrain.commands.predicted import predicted_frame
        from nettrain.commands.saving import save_network, save_predictions

        with self.timing.phase("save"):
            self.made_of["weights_sha256"] = save_network(self.directory, steps)
            frame = predicted_frame(self.planned.plan, found.outputs, found.deciding)
            save_predictions(self.directory, self.planned.dataset.drawn, found.side, frame)
            self.directory.remove(PREVIOUS)

    def _end(self, record: Recording, verdict: Verdict) -> None:
        """Write and say how long everything took; the last event."""
        seconds = time.perf_counter() - self.timing.began
        timing = self.timing.to_json(self.planned.plan.rows[TRAIN])
        self.directory.write_json(TIMING, timing)
        record.emit(
            RunEnded(
                run=str(self.directory),
                passed=verdict.passed,
                seconds=seconds,
                timing=self.timing.seconds,
                total=timing["total"] if self.timing.before else 0.0,
            )
        )

    def _sum_up(self, rows: Mapping[str, Rows], verdict: Verdict) -> dict[str, Any]:
        """Write the manifest with the checksums of the files, then the metrics, and return these."""
        from nettrain.commands.deciding import asked_for

        plan = self.planned.plan
        metrics = {
            **verdict.to_json(),
            "handled": {name: part.handled for name, part in rows.items()},
            "dropped": dict(plan.dropped),
        }
        written = json_file(metrics)
        copies = map(config_name, range(1, len(self.loaded.texts) + 1))
        decided = [DECISION] if asked_for(plan) else []
        self.made_of["files"] = {
            **self.directory.hashes([*copies, PLAN, HISTORY, *decided, PREDICTIONS, EVENTS]),
            METRICS: hashlib.sha256(written.encode()).hexdigest(),
        }
        self.directory.write_json(MANIFEST, self.made_of)
        self.directory.write(METRICS, written)
        return metrics
