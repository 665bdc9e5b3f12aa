"""fit: train into a new run, judge it on its test rows, save everything; or go on with a run that was begun."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nettrain.commands.fitting.asking import asking_for
from nettrain.commands.fitting.course import carried_out
from nettrain.commands.fitting.fit import Fit
from nettrain.commands.fitting.timing import Timing
from nettrain.commands.judging.demands import NOTHING, Demands
from nettrain.commands.opening.start import start_of
from nettrain.commands.outcome import Outcome
from nettrain.config.load import load
from nettrain.engine.alone import alone
from nettrain.errors import InterruptedRunError, UsageError
from nettrain.events import Emit, Notice, silent
from nettrain.names import TRAIN
from nettrain.plan.constants import with_constants
from nettrain.plan.making import make_plan
from nettrain.rundir import LAST
from nettrain.runs import create
from nettrain.text import quoted_command


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
            planned = with_constants(make_plan(loaded, start.plan if start else None))
        known: dict[str, Any] = {}
        if start is not None:
            from nettrain.commands.opening.ancestry import ancestry, with_doubts
            from nettrain.commands.opening.hashing import hashed
            from nettrain.commands.opening.own_files import ANCESTRY

            known = {"data": hashed(planned.dataset.drawn.files), ANCESTRY: ancestry(start)}
            planned = with_doubts(loaded, planned, start, known["data"])
        asking = asking_for(planned, asked, show)
    directory = create(loaded.config.name or "run", output)
    from nettrain.commands.fitting.manifest import manifest

    with directory.locked():
        made_of = {**manifest(loaded, directory.path), **known, **asking.made_of}
        return _recorded(Fit(loaded, planned, directory, timing, asking, made_of, start=start), show)


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
    train may differ from before. A run with nothing left to train is judged by what is `asked`; where nothing is, its
    verdict is told as it was. Raises what `run` raises, and UsageError with the differences.
    """
    from nettrain.commands.fitting import resuming
    from nettrain.commands.fitting.finished import told_again
    from nettrain.commands.fitting.manifest import manifest
    from nettrain.commands.fitting.trained import RATE
    from nettrain.commands.opening.ancestry import ancestry, with_doubts
    from nettrain.commands.opening.hashing import hashed
    from nettrain.commands.opening.own_files import ANCESTRY
    from nettrain.engine.importing import imported_meanwhile

    directory, timing = resuming.chosen(run, files), Timing()
    with directory.locked():
        directory.sweep()
        with timing.phase("read"):
            loaded = resuming.reloaded(directory, files, sets, seed)
            own = resuming.own_plan(directory, loaded)
            start = None if own else start_of(loaded)
            with imported_meanwhile():
                planned = with_constants(make_plan(loaded, start.plan if start else own, own.started if own else None))
            made_of = {**manifest(loaded, directory.path), "data": hashed(planned.dataset.drawn.files)}
            before = resuming.before(directory, planned, made_of)
            if before.state is None and own is not None:
                start = start_of(loaded)
            if start is not None:
                made_of[ANCESTRY] = ancestry(start)
                planned = with_doubts(loaded, planned, start, made_of["data"], directory)
            elif before.state is not None:
                made_of |= {key: before.manifest[key] for key in (ANCESTRY, RATE) if key in before.manifest}
            planned = resuming.as_first_told(directory, loaded, planned)
            asking = asking_for(planned, asked)
        if done := resuming.nothing_to_do(directory, planned.plan, before.state):
            show(Notice(text=f"{directory} is finished, there is nothing left to do: {done}"))
            return told_again(directory, planned.plan, asked, asking, show)
        return _recorded(Fit(loaded, planned, directory, timing, asking, made_of, before, start), show)


def _recorded(fit: Fit, show: Emit) -> Outcome:
    """Have a fit record what it does, and say of a signal how to go on."""
    from nettrain.commands.fitting.recording import recording

    with recording(fit.directory, show, fit.before.state if fit.before else None) as record:
        record.timing, record.train_rows = fit.timing, fit.planned.plan.rows[TRAIN]
        try:
            return carried_out(fit, record)
        except InterruptedRunError as stopped:
            place = fit.directory.path / LAST
            kept = f"the state is saved in {place}" if place.exists() else "no state is saved yet"
            more = f"go on with {quoted_command('fit', '--resume', fit.directory)}"
            raise InterruptedRunError(f"{stopped}; {kept}; {more}", stopped.signal) from None
