"""The course of a fit, from rows to metrics: encode, train, judge, save."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from nettrain.commands.fitting.fit import Fit
from nettrain.commands.fitting.trained import trained
from nettrain.commands.outcome import Outcome
from nettrain.events import Notice, PhaseStarted, RunEnded, RunStarted
from nettrain.names import TEST, TRAIN, VALIDATION
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
    TIMING,
    config_name,
    json_file,
)
from nettrain.runs import point_latest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nettrain.commands.fitting.recording import Recording
    from nettrain.commands.judging.verdict import Verdict
    from nettrain.engine.steps import Steps
    from nettrain.evaluation.deciding import Deciding


class _Found(NamedTuple):
    """What came out of the network for the rows that judge the run, and how they were judged."""

    side: str
    outputs: NDArray[np.float32]
    deciding: Deciding
    verdict: Verdict


def carried_out(fit: Fit, record: Recording) -> Outcome:
    """Train, judge, save; the metrics are written last."""
    _describe(fit, record)
    rows = _encoded(fit)
    steps = trained(fit, record, rows)
    found = _judge(fit, record, rows, steps)
    places = found.verdict.places(fit.loaded.problem)
    for event in (*found.verdict.notices, found.verdict.event(places)):
        record.emit(event)
    _save(fit, steps, found)
    _end(fit, record, found.verdict)
    metrics = _sum_up(fit, rows, found.verdict)
    point_latest(fit.directory)
    document = {"run": str(fit.directory), **metrics}
    return Outcome(str(fit.directory), document, found.verdict.passed, places=places)


def _describe(fit: Fit, record: Recording) -> None:
    """Say what is about to be done; write it down for a run that begins."""
    plan = fit.planned.plan
    if fit.before is None or fit.before.state is None:
        fit.write_config()
    record.emit(
        RunStarted(
            run=str(fit.directory),
            name=fit.loaded.config.name or "run",
            epochs=plan.config.train.epochs,
            rows=plan.rows,
            layers=len(plan.layers),
            params=plan.params,
            monitor=plan.monitor,
        )
    )
    for problem in (*fit.planned.notices, *fit.asking.terms.doubts):
        record.emit(Notice.of(problem))


def _encoded(fit: Fit) -> dict[str, Rows]:
    from nettrain.commands.opening.hashing import hashed
    from nettrain.plan.stored import stored_rows

    plan, drawn = fit.planned.plan, fit.planned.dataset.drawn
    with fit.timing.phase("encode"):
        if "data" not in fit.made_of:
            fit.made_of["data"] = hashed(drawn.files)
        if plan.stored:
            hashes = [file["sha256"] for file in fit.made_of["data"]]
            return stored_rows(plan, drawn, [fit.made_of["versions"]["nettrain"], *hashes], last=True)
        return rows_of(plan, drawn, last=True)


def _judge(fit: Fit, record: Recording, rows: Mapping[str, Rows], steps: Steps) -> _Found:
    """Export the network, and judge what comes out of it for test, else validation, else training rows."""
    from nettrain.commands.fitting.exporting import export
    from nettrain.commands.judging.verdict import Beside, Case, verdict
    from nettrain.commands.opening.decision import settle
    from nettrain.evaluation.predictions import judged

    plan = fit.planned.plan
    record.emit(PhaseStarted(phase="judge", text="judging"))
    with fit.timing.phase("judge"):
        side = next(side for side in (TEST, VALIDATION, TRAIN) if side in rows)
        network = export(fit.directory, plan, steps, rows[side].inputs, record.emit)
        fit.made_of["inference"] = network.record
        outputs = network.outputs(rows[side].inputs)
        deciding = settle(fit.directory, plan, network.outputs, rows.get(VALIDATION), record.emit)
        groups = fit.planned.dataset.drawn.groups_of(side)
        found = judged(plan, outputs, rows[side].truth, rows[side].sample_weights, deciding)
        case = Case(found, side, Beside(groups, fit.asking.cells), fit.asking.reference)
        return _Found(side, outputs, deciding, verdict(plan, case, fit.asking.terms))


def _save(fit: Fit, steps: Steps, found: _Found) -> None:
    """Write the network and its predictions of the rows that were judged."""
    from nettrain.commands.fitting.saving import save_network, save_predictions
    from nettrain.commands.predicting.predicted import predicted_frame

    with fit.timing.phase("save"):
        fit.made_of["weights_sha256"] = save_network(fit.directory, steps)
        frame = predicted_frame(fit.planned.plan, found.outputs, found.deciding)
        save_predictions(fit.directory, fit.planned.dataset.drawn, found.side, frame)
        fit.directory.remove(PREVIOUS)


def _end(fit: Fit, record: Recording, verdict: Verdict) -> None:
    """Write and say how long everything took; the last event."""
    seconds = time.perf_counter() - fit.timing.began
    timing = fit.timing.to_json(fit.planned.plan.rows[TRAIN])
    fit.directory.write_json(TIMING, timing)
    record.emit(
        RunEnded(
            run=str(fit.directory),
            passed=verdict.passed,
            seconds=seconds,
            timing=fit.timing.seconds,
            total=timing["total"] if fit.timing.before else 0.0,
        )
    )


def _sum_up(fit: Fit, rows: Mapping[str, Rows], verdict: Verdict) -> dict[str, Any]:
    """Write the manifest with the checksums of the files, then the metrics, and return these."""
    from nettrain.commands.opening.decision import asked_for

    plan = fit.planned.plan
    metrics = {
        **verdict.to_json(),
        "handled": {name: part.handled for name, part in rows.items()},
        "dropped": dict(plan.dropped),
    }
    written = json_file(metrics)
    copies = map(config_name, range(1, len(fit.loaded.texts) + 1))
    decided = [DECISION] if asked_for(plan) else []
    fit.made_of["files"] = {
        **fit.directory.hashes([*copies, PLAN, HISTORY, *decided, PREDICTIONS, EVENTS]),
        METRICS: hashlib.sha256(written.encode()).hexdigest(),
    }
    fit.directory.write_json(MANIFEST, fit.made_of)
    fit.directory.write(METRICS, written)
    return metrics
