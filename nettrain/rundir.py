"""The run directory: locked while written, every file in it whole or absent."""

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
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.atomic import as_run_error, synced, write_atomically
from nettrain.errors import RunError
from nettrain.records import sealed, unsealed

if TYPE_CHECKING:
    from typing_extensions import Buffer

CONFIG, PLAN, MANIFEST = "config.yaml", "plan.json", "manifest.json"
HISTORY, METRICS, TIMING, EVENTS = "history.csv", "metrics.json", "timing.json", "events.jsonl"
PREDICTIONS, PROFILE, MODEL, LITE = "predictions.csv", "profile.json", "model.keras", "model.tflite"
DECISION, REPORT = "decision.json", "report.html"
LAST, PREVIOUS, BEST = "checkpoints/last.state", "checkpoints/previous.state", "checkpoints/best.state"
LOCK = ".lock"
SCHEMA = 5
TEMPORARY = re.compile(r"\.[0-9a-f]{32}(\.\w+)?")
"""Names under which files are written before they are renamed."""


def json_file(record: dict[str, Any]) -> str:
    """Return what a JSON file of a run holds: the schema's number, a checksum, keys sorted, not a number as null."""
    return sealed({"schema": SCHEMA, **record})


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

    def remove_copies(self, first: int) -> None:
        """Remove the copies of config files from this number on, the last one first."""
        there = takewhile(lambda name: (self.path / name).is_file(), map(config_name, count(first)))
        for name in reversed(list(there)):
            self.remove(name)

    def sweep(self) -> None:
        """Remove what a process left half written when it was killed."""
        for folder in (self.path, (self.path / LAST).parent):
            for left in folder.glob(".*") if folder.is_dir() else ():
                if TEMPORARY.fullmatch(left.name):
                    self.remove(str(left.relative_to(self.path)))

    def write_json(self, name: str, record: dict[str, Any]) -> None:
        """Write a record as `json_file` has it."""
        self.write(name, json_file(record))

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
            synced(target.parent)

    def read(self, name: str) -> bytes:
        """Return the content of one of the run's files."""
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise RunError(f"{self.path / name} cannot be read: {error.strerror}") from None

    def read_json(self, name: str) -> dict[str, Any]:
        """Return one of the run's JSON files, as it was written."""
        return self._parsed(name, self.read(name))

    def _parsed(self, name: str, content: bytes) -> dict[str, Any]:
        try:
            record = json.loads(content)
        except (ValueError, RecursionError):
            raise RunError(f"{self.path / name} is damaged: it is not JSON") from None
        if not isinstance(record, dict) or record.get("schema") != SCHEMA:
            raise RunError(f"{self.path / name} is not of this nettrain: expected schema {SCHEMA}; train the run anew")
        try:
            return unsealed(record)
        except ValueError:
            raise self.damaged(name) from None

    def read_own(self, name: str) -> dict[str, Any]:
        """Return a JSON file, however it is spaced; a finished run's must be the one that the manifest holds."""
        content = self.read(name)
        record = self._parsed(name, content)
        if self.finished and not self._holds(name, content):
            self._hold(name, json_file(record).encode())
        return record

    def hashes(self, names: Sequence[str]) -> dict[str, str]:
        """Return the SHA-256 of files of the run, for the manifest to hold."""
        return {name: hashlib.sha256(self.read(name)).hexdigest() for name in names}

    def read_held(self, name: str) -> bytes:
        """Return the content of a file of a finished run that is as the manifest holds it. Raises RunError."""
        content = self.read(name)
        self._hold(name, content)
        return content

    def _hold(self, name: str, content: bytes) -> None:
        """Raise RunError for content that the manifest does not hold: damaged, or a file of another run."""
        if not self._holds(name, content):
            raise self.damaged(name)

    def _holds(self, name: str, content: bytes) -> bool:
        held = self.read_json(MANIFEST)["files"].get(name)
        return bool(held == hashlib.sha256(content).hexdigest())

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
            lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunError(f"{self.path} is in use: another nettrain is writing to it") from None
            yield
        finally:
            os.close(lock)
