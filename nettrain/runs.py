"""The folder of runs: made, numbered, and found by name.

runs/<name>/<number>/   numbers are never reused; runs/<name>/latest points at the newest finished run
"""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

from nettrain.atomic import as_run_error
from nettrain.endings import CONFIGS, DATA
from nettrain.errors import RunError, UsageError, suggestion
from nettrain.events import Diverged
from nettrain.rundir import EVENTS, LOCK, MANIFEST, METRICS, PLAN, RunDir
from nettrain.text import command, quoted_command

RUNS = Path("runs")
LATEST = "latest"
BEGUN = LOCK, PLAN, MANIFEST
"""The files by any of which a folder is known as a run, finished or not, in the order in which they tell its age."""


def create(name: str, output: Path | None) -> RunDir:
    """Make a new run directory: `output` itself, or the next number below runs/<name>.

    Raises RunError if something is in the way: a file, a symlink, a folder that is not empty, a disk that is full.
    """
    if output is not None:
        _refuse_links(output)
        if output.exists() and (not output.is_dir() or any(output.iterdir())):
            what = "is not empty" if output.is_dir() else "is a file"
            raise RunError(f"{output} {what}: a run needs a folder of its own; choose another -o")
        with as_run_error(f"{output} cannot be made"):
            output.mkdir(parents=True, exist_ok=True)
        return RunDir(output)
    home = RUNS / name
    _refuse_links(home)
    _refuse_in_the_way(home / LATEST)
    with as_run_error(f"{home} cannot be made"):
        home.mkdir(parents=True, exist_ok=True)
        number = max((int(p.name) for p in home.iterdir() if _is_number(p.name)), default=0)
        while True:
            number += 1
            try:
                (home / str(number)).mkdir()
            except FileExistsError:  # another run took the number just now
                continue
            return RunDir(home / str(number))


def point_latest(run: RunDir) -> None:
    """Let `latest` beside a numbered run point at it, unless it already points at a later one."""
    if not _is_number(run.path.name):
        return
    link = run.path.parent / LATEST
    _refuse_in_the_way(link)
    if link.is_symlink():
        pointed = os.readlink(link)
        if _is_number(pointed) and int(pointed) > int(run.path.name):
            return
    with as_run_error(f"{link} cannot be made"):
        temporary = link.with_name(f".{uuid.uuid4().hex}")
        temporary.symlink_to(run.path.name)
        temporary.rename(link)


def find(run: Path | None) -> RunDir:
    """Open a finished run: the folder given, the latest of a folder of runs, or of the name below runs/ that finished
    last (by default, and for the word "latest"). Where nothing is `latest` in a folder, its newest run stands for it.

    Raises UsageError if there is none, RunError if the run is unfinished or foreign.
    """
    if run is None or (str(run) == LATEST and not run.exists()):
        done = [p for p in RUNS.glob("*/*") if _is_number(p.name) and (p / METRICS).is_file()]
        if not done:
            raise UsageError(
                f"there is no finished run below {RUNS}/: train one with 'nettrain fit CONFIG', or name a run"
            )
        last = max(done, key=lambda p: (p / METRICS).stat().st_mtime_ns).parent
        return RunDir(max((p for p in done if p.parent == last), key=lambda p: int(p.name)))
    if not _is_folder(run):
        raise _no_run(run)
    if (run / LATEST).is_dir() and not (run / PLAN).exists():
        link = run / LATEST
        run = run / os.readlink(link) if link.is_symlink() else link  # a copy that followed links has a folder there
    elif begun := [] if _is_run(run) else _begun(run):
        run = max([one for one in begun if (one / METRICS).is_file()] or begun, key=lambda p: int(p.name))
    found = RunDir(run)
    if not (run / PLAN).is_file():
        raise RunError(f"{run} is not a run of nettrain: it has no {PLAN}")
    if not found.finished:
        raise RunError(f"{run} {_unfinished(run)}")
    return found


def overtaken(given: Path | None, found: RunDir, going: RunDir | None = None) -> str:
    """Return a warning if `find` passed over a newer run since that has no metrics, other than `going`, else "".

    `given` is what the user wrote and `found` what `find` gave for it. A run that is named by its own path is the one
    that is meant: no warning. Of the runs in the folder of `found` those with a larger number are newer; where all
    folders were looked through, so are runs of the others that were begun after `found` had its metrics.
    """
    if found.path == given and given.name != LATEST:
        return ""
    home = found.path.parent
    name = os.readlink(found.path) if found.path.is_symlink() else found.path.name
    newer = [run for run in _begun(home) if _is_number(name) and int(run.name) > int(name)]
    if given is None or (str(given) == LATEST and found.path != given):
        others = [run for folder in RUNS.glob("*") if folder != home for run in _begun(folder)]
        newer += [run for run in others if _when(run) > (found.path / METRICS).stat().st_mtime_ns]
    left = [run for run in newer if not RunDir(run).finished and not (going and run.samefile(going.path))]
    if not left:
        return ""
    last = max(left, key=_age)
    return f"{found} is taken: {last} is newer, but {_unfinished(last)}"


def _unfinished(run: Path) -> str:
    """Say how a run ended that has no metrics, and what to do."""
    try:
        last = json.loads((run / EVENTS).read_bytes().splitlines()[-1])
        if last["event"] == Diverged.__name__:
            return f"has no {METRICS}: {last['text']}; to go on ends there again, train a new run: {last['mend']}"
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # no events, or half a line of one
        pass
    told = f"is unfinished: it has no {METRICS}; it was interrupted, or is still being trained"
    return f"{told}: {quoted_command('fit', '--resume', run)} goes on with it"


def _no_run(run: Path) -> UsageError:
    """Return the error for a folder that is not there, with the runs and folders of runs that are near.

    A name that ends as those of data or of configs do is taken for one.
    """
    if (RUNS / run).is_dir():
        return UsageError(f"there is no run {run}; did you mean '{RUNS / run}'?")
    if run.suffix in DATA:
        return UsageError(f"{run} is data, expected a run: first the run, such as {RUNS}/NAME/1, then the data")
    if run.suffix in CONFIGS:
        return UsageError(f"{run} is a config, expected a run: {command('fit', run)} trains one")
    near = sorted(p.name for p in run.parent.glob("*") if _is_run(p) or any(map(_is_run, p.glob("[0-9]*"))))
    below = "" if run.parent == Path() else f"{run.parent}/"
    return UsageError(f"there is no run {run}" + (f"; {suggestion(run.name, near, below=below)}" if near else ""))


def _is_folder(path: Path) -> bool:
    """Return whether there is a folder. Raises RunError where the system does not say: the name is too long."""
    with as_run_error(f"{path} cannot be opened"):
        return path.is_dir()


def _is_run(folder: Path) -> bool:
    """Return whether a folder is a run, perhaps a copy without the files whose names begin with a point."""
    return any((folder / name).is_file() for name in BEGUN)


def _is_number(name: str) -> bool:
    """Return whether a folder's name is a number, in the digits 0 to 9."""
    return name.isascii() and name.isdecimal()


def _begun(folder: Path) -> list[Path]:
    """Return the runs in a folder of runs, finished or not."""
    return [run for run in folder.glob("[0-9]*") if _is_number(run.name) and _is_run(run)]


def newest(name: str | None) -> RunDir:
    """Return the run that was begun last below runs/<name>, or below runs/. Raises UsageError if there is none."""
    begun = [run for folder in RUNS.glob(name or "*") for run in _begun(folder)]
    if not begun:
        raise UsageError(f"there is no run below {RUNS / (name or '')}: start one with 'nettrain fit CONFIG'")
    return RunDir(max(begun, key=_age))


def _age(run: Path) -> tuple[int, int]:
    """Return what orders runs by when they were begun: the number where files were written at one moment."""
    return _when(run), int(run.name)


def _when(run: Path) -> int:
    """Return when a run was begun, as well as its files tell."""
    return next((run / name).stat().st_mtime_ns for name in BEGUN if (run / name).is_file())


def unfinished(run: Path) -> RunDir:
    """Return a run that may lack anything: the folder given, or the newest of a folder of runs.

    Raises UsageError if there is no such folder, RunError if it is no run.
    """
    if not _is_folder(run):
        raise _no_run(run)
    if _is_run(run):
        return RunDir(run)
    begun = _begun(run)
    if not begun:
        raise RunError(f"{run} is not a run of nettrain: it has none of {', '.join(BEGUN)}")
    return RunDir(max(begun, key=lambda p: int(p.name)))


def _refuse_links(path: Path) -> None:
    if path.is_symlink():
        raise RunError(
            f"{path} is a symlink: a run is written into a real folder only; move it away or choose another -o"
        )


def _refuse_in_the_way(link: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise RunError(f"{link} is in the way: expected a symlink that nettrain made; move it away")
