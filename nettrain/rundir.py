"""The run directory: made once, locked while written, every file in it whole or absent.

runs/<name>/<number>/   numbers are never reused; runs/<name>/latest points at the newest finished run
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.atomic import as_run_error, write_atomically
from nettrain.data.settling import synced
from nettrain.errors import RunError, UsageError, suggestion
from nettrain.records import sealed, unsealed

if TYPE_CHECKING:
    from typing_extensions import Buffer

RUNS = Path("runs")
CONFIG, PLAN, MANIFEST = "config.yaml", "plan.json", "manifest.json"
HISTORY, METRICS, TIMING, EVENTS = "history.csv", "metrics.json", "timing.json", "events.jsonl"
PREDICTIONS, PROFILE, MODEL, LITE = "predictions.csv", "profile.json", "model.keras", "model.tflite"
DECISION, REPORT = "decision.json", "report.html"
LAST, PREVIOUS, BEST = "checkpoints/last.state", "checkpoints/previous.state", "checkpoints/best.state"
LOCK = ".lock"
OWN = re.compile(
    r"config(-\d+)?\.yaml|(plan|manifest|metrics|timing|profile|decision)\.json|(history|predictions)\.csv"
    r"|events\.jsonl|model\.(keras|tflite)|checkpoints/.*|\.lock"
)
"""The files that a run consists of; nobody else writes them."""
BEGUN = LOCK, PLAN, MANIFEST
"""The files by any of which a folder is known as a run, finished or not, in the order in which they tell its age."""
LATEST = "latest"
SCHEMA = 4
TEMPORARY = re.compile(r"\.[0-9a-f]{32}(\.\w+)?")
"""Names under which files are written before they are renamed."""


def config_name(number: int) -> str:
    """Return the name of the copy of a config file, counted from 1."""
    return CONFIG if number == 1 else f"config-{number}.yaml"


@dataclass(frozen=True)
class RunDir:
    """One run's folder. Reading raises RunError in the user's words."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def write(self, name: str, content: bytes | str) -> None:
        """Write a file of the run so that it is there whole or not at all. Raises RunError if the disk is full."""
        target = self.path / name
        with as_run_error(f"{target} cannot be written"):
            target.parent.mkdir(exist_ok=True)
            write_atomically(target, content.encode() if isinstance(content, str) else content, follow=False)

    def replace(self, name: str, parts: Sequence[Buffer], kept: str) -> None:
        """Write a file given in pieces; the one that it takes the place of stays under the name `kept`."""
        target = self.path / name
        with as_run_error(f"{target} cannot be written"):
            target.parent.mkdir(exist_ok=True)
            write_atomically(target, *parts, kept=self.path / kept, follow=False)

    def rename(self, name: str, new: str) -> None:
        """Give a file of the run another name; what had this name is gone."""
        with as_run_error(f"{self.path / new} cannot be written"):
            (self.path / name).replace(self.path / new)

    def remove(self, name: str) -> None:
        """Remove a file of the run, if it is there."""
        with as_run_error(f"{self.path / name} cannot be removed"):
            (self.path / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a process left half written when it was killed."""
        for folder in (self.path, (self.path / LAST).parent):
            for left in folder.glob(".*") if folder.is_dir() else ():
                if TEMPORARY.fullmatch(left.name):
                    self.remove(str(left.relative_to(self.path)))

    def write_json(self, name: str, record: dict[str, Any]) -> None:
        """Write a JSON file: the schema's number, a checksum, keys sorted, not a number as null."""
        self.write(name, sealed({"schema": SCHEMA, **record}))

    def produce(self, name: str, maker: Callable[[Path], None]) -> None:
        """Have `maker` write a file under a temporary name of the same ending, then rename it."""
        target = self.path / name
        temporary = target.with_name(f".{uuid.uuid4().hex}{target.suffix}")
        with as_run_error(f"{target} cannot be written"):
            try:
                maker(temporary)
                synced(temporary)
                temporary.rename(target)
            finally:
                temporary.unlink(missing_ok=True)

    def read(self, name: str) -> bytes:
        """Return the content of one of the run's files."""
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise RunError(f"{self.path / name} cannot be read: {error.strerror}") from None

    def read_json(self, name: str) -> dict[str, Any]:
        """Return one of the run's JSON files, as it was written."""
        try:
            record = json.loads(self.read(name))
        except ValueError:
            raise RunError(f"{self.path / name} is damaged: it is not JSON") from None
        if not isinstance(record, dict) or record.get("schema") != SCHEMA:
            raise RunError(f"{self.path / name} is not of this nettrain: expected schema {SCHEMA}; train the run anew")
        try:
            return unsealed(record)
        except ValueError:
            raise self.damaged(name) from None

    def hashes(self, names: Sequence[str]) -> dict[str, str]:
        """Return the SHA-256 of files of the run, for the manifest to hold."""
        return {name: hashlib.sha256(self.read(name)).hexdigest() for name in names}

    def read_held(self, name: str) -> bytes:
        """Return the content of a file of a finished run that is as the manifest holds it. Raises RunError."""
        content = self.read(name)
        if self.read_json(MANIFEST)["files"].get(name) != hashlib.sha256(content).hexdigest():
            raise self.damaged(name)
        return content

    def damaged(self, name: str) -> RunError:
        """Return the error for a file whose checksum does not hold."""
        what = "is damaged, or was changed by hand: its checksum does not hold"
        return RunError(f"{self.path / name} {what}; take it from a copy, or train the run anew")

    @property
    def finished(self) -> bool:
        """Whether the run came to its end: its metrics are written last."""
        return (self.path / METRICS).is_file()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the run for writing. Raises RunError if another process does."""
        with as_run_error(f"{self.path} cannot be locked"):
            lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunError(f"{self.path} is in use: another nettrain is writing to it") from None
            yield
        finally:
            os.close(lock)


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
    with as_run_error(f"{home} cannot be made"):
        home.mkdir(parents=True, exist_ok=True)
        number = max((int(p.name) for p in home.iterdir() if p.name.isdigit()), default=0)
        while True:
            number += 1
            try:
                (home / str(number)).mkdir()
            except FileExistsError:  # another run took the number just now
                continue
            return RunDir(home / str(number))


def point_latest(run: RunDir) -> None:
    """Let `latest` beside a numbered run point at it, unless it already points at a later one."""
    if not run.path.name.isdigit():
        return
    link = run.path.parent / LATEST
    if link.exists() and not link.is_symlink():
        raise RunError(f"{link} is in the way: expected a symlink that nettrain made; move it away")
    if link.is_symlink():
        pointed = os.readlink(link)
        if pointed.isdigit() and int(pointed) > int(run.path.name):
            return
    with as_run_error(f"{link} cannot be made"):
        temporary = link.with_name(f".{uuid.uuid4().hex}")
        temporary.symlink_to(run.path.name)
        temporary.rename(link)


def find(run: Path | None) -> RunDir:
    """Open a finished run: the folder given, the latest of a folder of runs, or of the name below runs/ that finished
    last (by default, and for the word "latest").

    Raises UsageError if there is none, RunError if the run is unfinished or foreign.
    """
    if run is None or (str(run) == LATEST and not run.exists()):
        done = [p for p in RUNS.glob("*/*") if p.name.isdigit() and (p / METRICS).is_file()]
        if not done:
            raise UsageError(
                f"there is no finished run below {RUNS}/: train one with 'nettrain fit CONFIG', or name a run"
            )
        last = max(done, key=lambda p: (p / METRICS).stat().st_mtime_ns).parent
        return RunDir(max((p for p in done if p.parent == last), key=lambda p: int(p.name)))
    if (run / LATEST).is_dir() and not (run / PLAN).exists():
        run = run.parent / run.name / os.readlink(run / LATEST)
    if not run.is_dir():
        raise _no_run(run)
    found = RunDir(run)
    if not (run / PLAN).is_file():
        raise RunError(f"{run} is not a run of nettrain: it has no {PLAN}")
    if not found.finished:
        raise RunError(
            f"{run} is unfinished: it has no {METRICS}; it was interrupted, or is still being trained: "
            f"'nettrain fit --resume {run}' goes on with it"
        )
    return found


def _no_run(run: Path) -> UsageError:
    """Return the error for a folder that is not there, with the runs and folders of runs that are near."""
    if (RUNS / run).is_dir():
        return UsageError(f"there is no run {run}; did you mean '{RUNS / run}'?")
    near = sorted(p.name for p in run.parent.glob("*") if _is_run(p) or any(map(_is_run, p.glob("[0-9]*"))))
    below = "" if run.parent == Path() else f"{run.parent}/"
    return UsageError(f"there is no run {run}" + (f"; {suggestion(run.name, near, below=below)}" if near else ""))


def _is_run(folder: Path) -> bool:
    """Return whether a folder is a run, perhaps a copy without the files whose names begin with a point."""
    return any((folder / name).is_file() for name in BEGUN)


def refuse_overwriting(output: Path, *inputs: Path, option: str = "-o ") -> None:
    """Raise UsageError where `output`, which an `option` names, would be written over what is read or what a run is."""
    if output.exists() and any(other.exists() and output.samefile(other) for other in inputs):
        raise UsageError(f"{option}{output}: this file is read; choose another, so that nothing is lost")
    for folder in list(output.absolute().parents)[:2]:
        run = (folder / LOCK).is_file() or ((folder / PLAN).is_file() and (folder / MANIFEST).is_file())
        if run and OWN.fullmatch(str(output.absolute().relative_to(folder))):
            raise UsageError(f"{option}{output}: the run in this folder has a file of that name; choose another")


def _begun(folder: Path) -> list[Path]:
    """Return the runs in a folder of runs, finished or not."""
    return [run for run in folder.glob("[0-9]*") if run.name.isdigit() and _is_run(run)]


def newest(name: str | None) -> RunDir:
    """Return the run that was begun last below runs/<name>, or below runs/. Raises UsageError if there is none."""
    begun = [run for folder in RUNS.glob(name or "*") for run in _begun(folder)]
    if not begun:
        raise UsageError(f"there is no run below {RUNS / (name or '')}: start one with 'nettrain fit CONFIG'")
    return RunDir(max(begun, key=lambda p: (_when(p), int(p.name))))


def _when(run: Path) -> int:
    """Return when a run was begun, as well as its files tell."""
    return next((run / name).stat().st_mtime_ns for name in BEGUN if (run / name).is_file())


def unfinished(run: Path) -> RunDir:
    """Return a run that may lack anything: the folder given, or the newest of a folder of runs.

    Raises UsageError if there is no such folder, RunError if it is no run.
    """
    if not run.is_dir():
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
