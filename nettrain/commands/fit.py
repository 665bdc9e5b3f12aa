"""fit: train into a new run, judge it on its test rows, save everything; or go on with a run that was begun."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.commands.asking import Asking, asking_for
from nettrain.commands.demands import NOTHING, Demands
from nettrain.commands.outcome import Outcome
from nettrain.commands.profiles import profile_record
from nettrain.commands.starting import start_of
from nettrain.commands.timing import Timing
from nettrain.components.optimizer import AUTO
from nettrain.config.load import Loaded, load
from nettrain.engine.alone import alone
from nettrain.errors import DivergedError, InterruptedRunError, RunError, UsageError
from nettrain.events import Emit, Notice, PhaseStarted, RunEnded, RunStarted, silent
from nettrain.names import TEST, TRAIN, VALIDATION
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.rows import Rows, rows_of
from nettrain.rundir import (
    EVENTS,
    HISTORY,
    LAST,
    MANIFEST,
    METRICS,
    PLAN,
    PREDICTIONS,
    PREVIOUS,
    PROFILE,
    TIMING,
    RunDir,
    config_name,
    create,
    point_latest,
)

if TYPE_CHECKING:
    from nettrain.commands.opened import OpenedRun
    from nettrain.commands.recording import Recording
    from nettrain.commands.resuming import Before
    from nettrain.engine.steps import Steps
    from nettrain.engine.training import Training

RATE = "learning_rate"
"""The key of the manifest for what a range test found."""


def refuse_both(output: object, resume: object) -> None:
    """Raise UsageError where a new run and one to go on with are named."""
    if output is not None and resume is not None:
        raise UsageError("output (-o) makes a new run, resume (--resume) goes on with one: leave one of them out")


@alone
def run(
    files: Sequence[Path],
    sets: Sequence[str] = (),
    seed: int | None = None,
    output: Path | None = None,
    asked: Demands = NOTHING,
    show: Emit = silent,
) -> Outcome:
    """Train what a config describes; return the verdict, and where the run lies.

    `output` is the run directory itself; by default it is runs/<name>/<next number>. `asked` are more gates and slices
    than the config's. Events go to `show`.
    Raises UsageError, ConfigError, DataError, RunError, DivergedError, InterruptedRunError.
    """
    from nettrain.engine.importing import imported_meanwhile

    timing = Timing()
    with timing.phase("read"):
        loaded = load(files, sets, seed)
        start = start_of(loaded)
        with imported_meanwhile():
            planned = make_plan(loaded, start.plan if start else None)
        asking = asking_for(planned, asked)
    directory = create(loaded.config.name or "run", output)
    from nettrain.commands.manifest import manifest

    with directory.locked():
        made_of = {**manifest(loaded, directory.path), **asking.made_of}
        return _carried_out(_Fit(loaded, planned, directory, timing, asking, made_of, start=start), show)


@alone
def resume(
    run: str,
    files: Sequence[Path] = (),
    sets: Sequence[str] = (),
    seed: int | None = None,
    asked: Demands = NOTHING,
    show: Emit = silent,
) -> Outcome:
    """Go on with a run ("latest", its folder, or a folder of runs) where its last checkpoint stands.

    The config is the run's own, or what `files` give; `sets` and `seed` overrule either. Only what says how long to
    train may differ from before. Raises what `run` raises, and UsageError with the differences.
    """
    from nettrain.commands import resuming
    from nettrain.commands.manifest import hashed, manifest
    from nettrain.engine.importing import imported_meanwhile

    directory, timing = resuming.chosen(run, files), Timing()
    with directory.locked():
        directory.sweep()
        with timing.phase("read"):
            loaded = resuming.reloaded(directory, files, sets, seed)
            own = resuming.own_plan(directory, loaded)
            start = None if own else start_of(loaded)
            with imported_meanwhile():
                planned = make_plan(loaded, start.plan if start else own, own.started if own else None)
            made_of = {**manifest(loaded, directory.path), "data": hashed(planned.dataset.drawn.files)}
            before = resuming.before(directory, planned, made_of)
            if before.state is None and own is not None:
                start = start_of(loaded)
            asking = asking_for(planned, asked)
        if done := resuming.nothing_to_do(directory, planned.plan, before.state):
            show(Notice(text=f"{directory} is finished, there is nothing left to do: {done}"))
            metrics = directory.read_json(METRICS)
            return Outcome(str(directory), {"run": str(directory), **metrics}, bool(metrics["passed"]))
        return _carried_out(_Fit(loaded, planned, directory, timing, asking, made_of, before, start), show)


def _carried_out(fit: _Fit, show: Emit) -> Outcome:
    """Have a fit record what it does, and say of a signal how to go on."""
    from nettrain.commands.recording import recording

    go_on = fit.before is not None and fit.before.state is not None and (fit.directory.path / EVENTS).is_file()
    with recording(fit.directory, show, go_on=go_on) as record:
        record.timing, record.train_rows = fit.timing, fit.planned.plan.rows[TRAIN]
        try:
            return fit.run(record)
        except InterruptedRunError as stopped:
            place = fit.directory.path / LAST
            kept = f"the state is saved in {place}" if place.exists() else "nothing was trained yet"
            more = f"go on with 'nettrain fit --resume {fit.directory}'"
            raise InterruptedRunError(f"{stopped}; {kept}; {more}", stopped.signal) from None


@dataclass(slots=True)
class _Fit:
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
        from nettrain.commands.deciding import settle
        from nettrain.commands.judging import Beside, Case, verdict
        from nettrain.commands.predicted import predicted_frame
        from nettrain.commands.saving import save_network, save_predictions
        from nettrain.evaluation.predictions import judged

        plan = self.planned.plan
        self._describe(record)
        rows = self._encoded()
        steps = self._train(record, rows)
        record.emit(PhaseStarted(phase="judge", text="judging"))
        with self.timing.phase("judge"):
            side = next(side for side in (TEST, VALIDATION, TRAIN) if side in rows)
            from nettrain.commands.exporting import export

            network = export(self.directory, plan, steps, rows[side].inputs, record.emit)
            self.made_of["inference"] = network.record
            outputs = network.outputs(rows[side].inputs)
            deciding = settle(self.directory, plan, network.outputs, rows.get(VALIDATION), record.emit)
            groups = self.planned.dataset.drawn.groups_of(side)
            found = judged(plan, outputs, rows[side].truth, rows[side].counts, deciding)
            case = Case(found, side, Beside(groups, self.asking.cells), self.asking.reference)
            made = verdict(plan, case, self.asking.terms)
        for notice in made.notices:
            record.emit(notice)
        record.emit(made.event())
        with self.timing.phase("save"):
            self.made_of["weights_sha256"] = save_network(self.directory, steps)
            frame = predicted_frame(plan, outputs, deciding)
            save_predictions(self.directory, self.planned.dataset.drawn, side, frame)
            self.directory.remove(PREVIOUS)
        seconds = time.perf_counter() - self.timing.began
        timing = self.timing.to_json(plan.rows[TRAIN])
        self.directory.write_json(TIMING, timing)
        record.emit(RunEnded(run=str(self.directory), passed=made.passed, seconds=seconds, timing=self.timing.seconds))
        copies = map(config_name, range(1, len(self.loaded.texts) + 1))
        self.made_of["files"] = self.directory.hashes([*copies, HISTORY, PREDICTIONS, EVENTS])
        self.directory.write_json(MANIFEST, self.made_of)
        metrics = {
            **made.to_json(),
            "handled": {name: part.handled for name, part in rows.items()},
            "dropped": dict(plan.dropped),
        }
        self.directory.write_json(METRICS, metrics)
        point_latest(self.directory)
        return Outcome(str(self.directory), {"run": str(self.directory), **metrics}, made.passed)

    def _describe(self, record: Recording) -> None:
        """Say what is about to be done; write it down for a run that begins."""
        plan = self.planned.plan
        if self.before is None or self.before.state is None:
            self._write_config()
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

    def _write_config(self) -> None:
        self.directory.write_json(MANIFEST, self.made_of)
        for number, content in enumerate(self.loaded.texts, start=1):
            self.directory.write(config_name(number), content)
        self.directory.write_json(PLAN, self.planned.plan.to_json())
        self.directory.write_json(PROFILE, profile_record(self.planned))

    def _encoded(self) -> dict[str, Rows]:
        from nettrain.commands.manifest import hashed
        from nettrain.engine.targets import refuse_endless
        from nettrain.plan.stored import stored_rows

        plan, drawn = self.planned.plan, self.planned.dataset.drawn
        with self.timing.phase("encode"):
            if "data" not in self.made_of:
                self.made_of["data"] = hashed(drawn.files)
            if plan.stored:
                hashes = [file["sha256"] for file in self.made_of["data"]]
                rows = stored_rows(plan, drawn, [self.made_of["versions"]["nettrain"], *hashes], last=True)
            else:
                rows = rows_of(plan, drawn, last=True)
            refuse_endless(plan, drawn, rows[TRAIN])
            return rows

    def _train(self, record: Recording, rows: dict[str, Rows]) -> Steps:
        plan = self.planned.plan
        record.emit(PhaseStarted(phase="import", text="starting TensorFlow"))
        with self.timing.phase("import"):
            from nettrain.engine.devices import strategy_of
            from nettrain.engine.start import machine, start

            tf, keras = start(plan.config.train.threads, plan.config.seed, plan.config.train.devices)
            strategy = strategy_of(tf, plan.config.train.devices)
        from nettrain.commands.saving import history_csv
        from nettrain.engine.compilation_cache import kept
        from nettrain.engine.precision import precision_of
        from nettrain.engine.steps import Steps
        from nettrain.engine.training import Training

        several = strategy.num_replicas_in_sync
        self.made_of |= {**machine(tf), "replicas": several}
        self.made_of["precision"] = precision_of(tf, plan.config.train.precision, several)
        self._settle(record)
        record.emit(PhaseStarted(phase="build", text="building the network"))
        with self.timing.phase("build"):
            steps = Steps(tf, keras, plan, self.made_of["precision"], strategy)
            if self.start is not None:
                from nettrain.engine.starting import take_over

                take_over(steps, plan.started, *self.start.weights)
        record.emit(PhaseStarted(phase="compile", text="compiling"))
        training = Training(plan, steps, record)
        with self.timing.phase("compile"), kept(tf), record.at_once():
            training.prepare(rows[TRAIN], rows.get(VALIDATION))
        self._find_rate(record, training)
        record.emit(PhaseStarted(phase="train", text="training"))
        self._go_on(record, training)
        training.spent = sum(self.timing.seconds.get(phase, 0.0) for phase in ("compile", "range_test", "train"))
        try:
            with self.timing.phase("train"), record.at_the_next_step():
                ended = training.run()
        except DivergedError as diverged:
            from nettrain.commands.diverged import explained

            raise explained(diverged, self.directory, plan) from None
        finally:
            self.directory.write(HISTORY, history_csv(training.history))
        record.emit(ended)
        return steps.in_full()

    def _find_rate(self, record: Recording, training: Training) -> None:
        """Find the learning rate where it is to be found; a run that goes on has it in its state."""
        if self.planned.plan.config.train.optimizer.learning_rate != AUTO:
            return
        if self.before is not None and self.before.state is not None:
            self.made_of[RATE] = self.before.manifest[RATE]
            return
        record.emit(PhaseStarted(phase="range_test", text="finding a learning rate"))
        with self.timing.phase("range_test"):
            found = training.find_rate()
        self.made_of[RATE] = found._asdict()
        self.directory.write_json(MANIFEST, self.made_of)
        told = f"a tenth of {found.least:.2g}, at which the loss was least while the rate rose for {found.steps} steps"
        record.emit(Notice(text=f"learning rate {found.rate:g}: {told}"))

    def _settle(self, record: Recording) -> None:
        """Write down what the run is made of, once everything is known and the same as before."""
        from nettrain.commands import resuming

        before = self.before
        if before is None or before.state is None:
            self.directory.write_json(MANIFEST, self.made_of)
        else:
            for key in ("threads", "devices"):
                resuming.refuse(self.directory, list(resuming.changed(key, before.manifest[key], self.made_of[key])))
            self.directory.remove(METRICS)
            self._write_config()
        fingerprint = resuming.fingerprint(self.planned.plan.to_json(), self.made_of)
        record.identity = {"fingerprint": fingerprint}

    def _go_on(self, record: Recording, training: Training) -> None:
        """Stand where the last checkpoint stands."""
        before = self.before
        if before is not None and before.told:
            record.show(Notice(text=before.told))
        if before is None or before.state is None:
            return
        state, place = before.state, self.directory.path / LAST
        if state.facts.get("fingerprint") != record.identity["fingerprint"]:
            raise RunError(f"{place} is the state of another run; train a new one")
        try:
            training.restore(state)
        except (ValueError, KeyError) as error:
            raise RunError(f"{place} {error}") from None
        epochs, step = len(training.history), training.step
        with self.timing.phase("read"):
            if told := self.timing.read(self.directory, epochs):
                record.show(Notice(text=told))
            self.timing.earlier.append({"command": before.manifest["command"], "epoch": epochs, "step": step})
        record.write_on(state.facts["events"])
        where = f"epoch {epochs + 1}, step {step}" if step else f"the end of epoch {epochs}"
        record.show(Notice(text=f"going on from {where}"))
