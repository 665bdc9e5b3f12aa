"""fit: train into a new run, judge it on its test rows, save everything."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.commands.outcome import Outcome
from nettrain.config.load import Loaded, load
from nettrain.data.splitting import TEST, TRAIN, VALIDATION
from nettrain.errors import InterruptedRunError
from nettrain.events import Emit, Event, Notice, PhaseStarted, RunEnded, RunStarted
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.rows import Rows, rows_of
from nettrain.rundir import (
    BEST,
    CONFIG,
    HISTORY,
    LAST,
    MANIFEST,
    METRICS,
    MODEL,
    PLAN,
    PREDICTIONS,
    TIMING,
    RunDir,
    create,
    point_latest,
)

if TYPE_CHECKING:
    from nettrain.commands.recording import Recording
    from nettrain.engine.steps import Steps


def silent(event: Event) -> None:
    """Show nothing."""


@dataclass(slots=True)
class Phases:
    """Wall seconds of each phase of a run."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count the time of the body for `name`."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


def run(
    files: Sequence[Path],
    sets: Sequence[str] = (),
    seed: int | None = None,
    output: Path | None = None,
    show: Emit = silent,
) -> Outcome:
    """Train what a config describes; return the verdict, and where the run lies.

    `output` is the run directory itself; by default it is runs/<name>/<next number>. Events go to `show`.
    Raises ConfigError, DataError, RunError, DivergedError, InterruptedRunError.
    """
    phases = Phases()
    with phases.phase("read"):
        loaded = load(files, sets, seed)
        planned = make_plan(loaded)
    run = create(loaded.config.name or "run", output)
    from nettrain.commands.recording import recording

    with run.locked(), recording(run, show) as record:
        return _Fit(loaded, planned, run, record, phases).run()


@dataclass(slots=True)
class _Fit:
    loaded: Loaded
    planned: Planned
    directory: RunDir
    record: Recording
    phases: Phases
    made_of: dict[str, Any] = field(default_factory=dict)
    """What the manifest says; the weights' hash comes in once they are there."""
    files: list[dict[str, str]] = field(default_factory=list)
    """The data files with their hashes."""
    epochs: int = 0
    """Epochs trained."""

    def run(self) -> Outcome:
        """Train, judge, save; the metrics are written last."""
        from nettrain import __version__
        from nettrain.commands.judging import verdict
        from nettrain.commands.manifest import hashed
        from nettrain.plan.stored import stored_rows

        plan, emit = self.planned.plan, self.record.emit
        began = time.perf_counter()
        self._describe()
        with self.phases.phase("encode"):
            drawn = self.planned.dataset.drawn
            self.files = hashed(drawn.files)
            if plan.stored:
                rows = stored_rows(plan, drawn, [__version__, *(file["sha256"] for file in self.files)])
            else:
                rows = rows_of(plan, drawn, last=True)
        steps = self._train(rows)
        emit(PhaseStarted(phase="judge", text="judging"))
        with self.phases.phase("judge"):
            side = next(side for side in (TEST, VALIDATION, TRAIN) if side in rows)
            outputs = steps.outputs(rows[side].inputs)
            from nettrain.evaluation.predictions import judged

            made = verdict(plan, judged(plan, outputs, rows[side].truth, rows[side].counts), side)
        emit(made.event())
        with self.phases.phase("save"):
            self._save(steps, side, outputs)
        seconds = sum(self.phases.seconds.values())
        speed = plan.rows[TRAIN] * self.epochs / self.phases.seconds["train"]
        timing = {"seconds": self.phases.seconds, "total": seconds, "rows_per_second": speed}
        self.directory.write_json(TIMING, timing)
        ended = time.perf_counter() - began
        emit(RunEnded(run=str(self.directory), passed=made.passed, seconds=ended, timing=self.phases.seconds))
        metrics = {
            **made.to_json(),
            "handled": {name: part.handled for name, part in rows.items()},
            "dropped": dict(plan.dropped),
        }
        self.directory.write_json(METRICS, metrics)
        point_latest(self.directory)
        return Outcome(str(self.directory), {"run": str(self.directory), **metrics}, made.passed)

    def _describe(self) -> None:
        """Write down what is about to be done."""
        plan = self.planned.plan
        for number, content in enumerate(self.loaded.texts, start=1):
            self.directory.write(CONFIG if number == 1 else f"config-{number}.yaml", content)
        self.directory.write_json(PLAN, plan.to_json())
        self.record.emit(
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
        for notice in self.planned.notices:
            self.record.emit(Notice.of(notice))

    def _train(self, rows: dict[str, Rows]) -> Steps:
        plan, emit = self.planned.plan, self.record.emit
        emit(PhaseStarted(phase="import", text="starting TensorFlow"))
        with self.phases.phase("import"):
            from nettrain.engine.start import start, versions

            tf, keras = start(plan.config.train.threads, plan.config.seed)
        from nettrain.commands.manifest import manifest
        from nettrain.engine.steps import Steps
        from nettrain.engine.training import Training

        self.made_of = manifest(self.files, versions(tf, keras), plan.config.seed)
        self.directory.write_json(MANIFEST, self.made_of)
        emit(PhaseStarted(phase="compile", text="building the network"))
        with self.phases.phase("build"):
            steps = Steps(tf, keras, plan)
        emit(PhaseStarted(phase="train", text="compiling and training"))
        training = Training(plan, steps, self.record)
        try:
            with self.phases.phase("train"):
                ended = training.run(rows[TRAIN], rows.get(VALIDATION))
        except InterruptedRunError as stopped:
            place = self.directory.path / LAST
            raise InterruptedRunError(f"{stopped}; the state is saved in {place}", stopped.signal) from None
        finally:
            self.epochs = len(training.history)
            self.directory.write(HISTORY, history_csv(training.history))
        emit(ended)
        return steps

    def _save(self, steps: Steps, side: str, outputs: Any) -> None:
        """Write weights, network and predictions."""
        from nettrain.commands.predicted import predicted_frame
        from nettrain.data.table import ROW
        from nettrain.engine.state import State, values_of, weights_sha256

        plan = self.planned.plan
        values = values_of(steps.network.variables)
        self.directory.write(BEST, State(values).to_bytes())
        self.directory.write_json(MANIFEST, {**self.made_of, "weights_sha256": weights_sha256(values)})
        self.directory.produce(MODEL, lambda path: steps.network.save(path))
        drawn = self.planned.dataset.drawn
        numbers = drawn.sides.rows(side)
        frame = drawn.truth[numbers]
        frame = frame.insert_column(0, (numbers + 1).alias(ROW if "row" in frame.columns else "row"))
        self.directory.write(PREDICTIONS, frame.hstack(predicted_frame(plan, outputs)).write_csv())


def history_csv(history: Sequence[dict[str, float]]) -> str:
    """Return one line an epoch: epoch, every value, the learning rate; nothing for no number."""
    names = list(history[0]) if history else []
    lines = [",".join(["epoch", *names])]
    lines += [
        ",".join([str(number), *(repr(value) if value == value else "" for value in values.values())])
        for number, values in enumerate(history, start=1)
    ]
    return "\n".join(lines) + "\n"
