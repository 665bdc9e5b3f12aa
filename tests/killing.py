"""A run that is killed with SIGKILL, at a moment or within the writing of a checkpoint, and what is compared after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.forking import run
from tests.making import write_config, write_table

LAYERS = "[dense: {units: 16, activation: relu}, batch_normalization, dropout: 0.2, output]"
TRAIN = (
    "{epochs: 2000, batch_size: 16, optimizer: {adam: 0.02}, reduce_on_plateau: {patience: 4, factor: 0.5}, "
    "early_stopping: {patience: %d}, checkpoint: {every: 100ms}}"
)
COMPARED = ("history.csv", "metrics.json", "events.jsonl", "predictions.csv", "model.keras", "plan.json")


def prepare(folder: Path, rows: int, patience: int) -> None:
    """Write table and config of a run in which the learning rate is lowered and early stopping ends it."""
    write_table(folder, "binary", rows)
    write_config(folder, LAYERS, TRAIN % patience)


def fit(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a fit."""
    command = [sys.executable, "-m", "nettrain", "fit", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def whole(folder: Path, *arguments: str) -> str:
    """Run a fit to its end; return what it said on stderr."""
    done = run(folder, ["fit", *arguments], os.environ)
    assert done.returncode == 0, done.stderr
    return done.stderr


def kill_when_writing(process: subprocess.Popen[str], run: Path, number: int) -> bool:
    """Kill a run while it writes its checkpoint of that number; return whether it was still going."""
    seen: set[str] = set()
    folder = run / "checkpoints"
    while process.poll() is None:
        for path in folder.glob(".*") if folder.is_dir() else ():
            seen.add(path.name)
            if len(seen) >= number:
                process.kill()
                process.communicate()
                return True
        time.sleep(0.0002)
    process.communicate()
    return False


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a run after a while; return whether it was still going."""
    try:
        process.communicate(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True


def wait_for(process: subprocess.Popen[str], run: Path, text: str, count: int = 1) -> None:
    """Return when the run's events name something so often."""
    deadline = time.monotonic() + 120
    events = run / "events.jsonl"
    while not (events.exists() and events.read_text().count(text) >= count):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline
        time.sleep(0.02)


def differences(one: Path, other: Path) -> list[str]:
    """Return what differs between two finished runs of what must not."""
    found = [name for name in COMPARED if (one / name).read_bytes() != (other / name).read_bytes()]
    hashes = [json.loads((run / "manifest.json").read_text())["weights_sha256"] for run in (one, other)]
    return found if hashes[0] == hashes[1] else [*found, "weights_sha256"]
