"""Training within a fit: TensorFlow is started, the network is built, a saved state is gone on from, epochs pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.optimizer import AUTO
from nettrain.errors import DivergedError, RunError
from nettrain.events import Diverged, Notice, PhaseStarted
from nettrain.names import TRAIN, VALIDATION
from nettrain.rundir import HISTORY, LAST, LITE, MANIFEST, METRICS, REPORT

if TYPE_CHECKING:
    from nettrain.commands.fitting.fit import Fit
    from nettrain.commands.fitting.recording import Recording
    from nettrain.engine.steps import Steps
    from nettrain.engine.training import Training
    from nettrain.plan.rows import Rows

RATE = "learning_rate"
"""The key of the manifest for what a range test found."""
UNTRUE = METRICS, REPORT, LITE
"""Files that tell of weights that there are no more once a finished run goes on, and that may not be made again."""


def trained(fit: Fit, record: Recording, rows: dict[str, Rows]) -> Steps:
    """Return the network with the weights that training settled on; a state that was saved is gone on from.

    Raises DivergedError, InterruptedRunError, and RunError where a saved state is of another run.
    """
    plan = fit.planned.plan
    record.emit(PhaseStarted(phase="import", text="starting TensorFlow"))
    with fit.timing.phase("import"):
        from nettrain.engine.devices import strategy_of
        from nettrain.engine.start import machine, start

        tf, keras = start(plan.config.train.threads, plan.config.seed, plan.config.train.devices)
        strategy = strategy_of(tf, plan.config.train.devices)
    from nettrain.commands.fitting.saving import history_csv
    from nettrain.engine.compilation_cache import kept
    from nettrain.engine.precision import precision_of
    from nettrain.engine.steps import Steps
    from nettrain.engine.training import Training

    several = strategy.num_replicas_in_sync
    fit.made_of |= {**machine(tf), "replicas": several}
    fit.made_of["precision"] = precision_of(tf, plan.config.train.precision, several)
    _settle(fit, record)
    record.emit(PhaseStarted(phase="build", text="building the network"))
    with fit.timing.phase("build"):
        steps = Steps(tf, keras, plan, fit.made_of["precision"], strategy)
        if fit.start is not None:
            from nettrain.engine.starting import take_over

            take_over(steps, plan.started, fit.start.weights())
    record.emit(PhaseStarted(phase="compile", text="compiling"))
    training = Training(plan, steps, record)
    with fit.timing.phase("compile"), kept(tf), record.at_once():
        training.prepare(rows[TRAIN], rows.get(VALIDATION))
    _find_rate(fit, record, training)
    record.emit(PhaseStarted(phase="train", text="training"))
    _go_on(fit, record, training)
    spent = fit.timing.so_far()
    training.spent = sum(spent.get(phase, 0.0) for phase in ("compile", "range_test", "train"))
    try:
        with fit.timing.phase("train"), record.at_the_next_step():
            ended = training.run()
    except DivergedError as diverged:
        from nettrain.commands.fitting.diverged import explained

        record.emit(Diverged(text=str(diverged), mend=diverged.mend))
        raise explained(diverged, fit.directory, plan) from None
    finally:
        fit.directory.write(HISTORY, history_csv(training.history))
    record.emit(ended)
    return steps.in_full()


def _find_rate(fit: Fit, record: Recording, training: Training) -> None:
    """Find the learning rate where it is to be found; a run that goes on has it in its state."""
    if fit.planned.plan.config.train.optimizer.learning_rate != AUTO:
        return
    if fit.before is not None and fit.before.state is not None:
        return
    record.emit(PhaseStarted(phase="range_test", text="finding a learning rate"))
    with fit.timing.phase("range_test"):
        found = training.find_rate()
    fit.made_of[RATE] = found._asdict()
    fit.directory.write_json(MANIFEST, fit.made_of)
    told = f"a tenth of {found.least:.2g}, at which the loss was least while the rate rose for {found.steps} steps"
    record.emit(Notice(text=f"learning rate {found.rate:g}: {told}"))


def _settle(fit: Fit, record: Recording) -> None:
    """Write down what the run is made of, once everything is known and the same as before."""
    from nettrain.commands.fitting import resuming

    before = fit.before
    if before is None or before.state is None:
        fit.directory.write_json(MANIFEST, fit.made_of)
    else:
        for key in ("threads", "devices"):
            resuming.refuse(fit.directory, list(resuming.changed(key, before.manifest[key], fit.made_of[key])))
        for name in UNTRUE:
            fit.directory.remove(name)
        fit.write_config()
    fingerprint = resuming.fingerprint(fit.planned.plan.to_json(), fit.made_of)
    record.identity = {"fingerprint": fingerprint}


def _go_on(fit: Fit, record: Recording, training: Training) -> None:
    """Stand where the last checkpoint stands."""
    before = fit.before
    if before is not None and before.told:
        record.show(Notice(text=before.told))
    if before is None or before.state is None:
        return
    state, place = before.state, fit.directory.path / LAST
    if state.facts.get("fingerprint") != record.identity["fingerprint"]:
        raise RunError(f"{place} is the state of another run; train a new one")
    try:
        training.restore(state)
    except (ValueError, KeyError) as error:
        raise RunError(f"{place} {error}") from None
    epochs, step = len(training.history), training.step
    with fit.timing.phase("read"):
        if told := fit.timing.read(fit.directory, epochs):
            record.show(Notice(text=told))
        fit.timing.earlier.append({"command": before.manifest["command"], "epoch": epochs, "step": step})
    record.write_on()
    where = f"epoch {epochs + 1}, step {step}" if step else f"the end of epoch {epochs}"
    record.show(Notice(text=f"going on from {where}"))
