"""How the process was started: without standard streams, onto a full disk, with Python's own switches."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import NETWORK
from tests.making import write_config, write_table

FIT = "fit config.yaml -o run"
FULL = "nettrain: the standard output cannot be written: No space left on device\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_table(tmp_path, "binary")
    write_config(tmp_path, NETWORK, "{epochs: 1}")
    return tmp_path


def started(folder: Path, verb: str, turned: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Start `nettrain` from a shell that turns its standard streams."""
    command = f"exec '{sys.executable}' -m nettrain {verb} {turned}"
    return subprocess.run(
        command, shell=True, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("verb", "turned"),
    [("check config.yaml", "<&-"), ("check config.yaml", ">&-"), ("check config.yaml", "2>&-"), (FIT, "<&- >&- 2>&-")],
)
def test_streams_that_are_closed(folder: Path, verb: str, turned: str) -> None:
    """No file of a run takes the place of a stream, and the text that was meant for it."""
    done = started(folder, verb, turned)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    for file in folder.glob("run/*"):
        assert file.is_dir() or b"\nepoch " not in file.read_bytes(), file
    assert (folder / "run/metrics.json").is_file() == (verb == FIT)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
@pytest.mark.parametrize("verb", ["check config.yaml", "check config.yaml --json", "list", "schema", FIT])
def test_a_disk_that_has_no_room_for_stdout(folder: Path, verb: str) -> None:
    done = started(folder, verb, ">/dev/full")
    assert done.returncode == 5
    assert done.stderr.endswith(FULL)
    assert (folder / "run/metrics.json").is_file() == (verb == FIT), "no verdict is lost for a log"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
def test_a_disk_that_has_no_room_for_stderr(folder: Path) -> None:
    assert started(folder, "check nothing.yaml", "2>/dev/full").returncode == 2
    assert started(folder, FIT, "2>/dev/full").returncode == 0


def test_warnings_are_no_errors_of_the_user(folder: Path) -> None:
    done = started(folder, FIT, PYTHONWARNINGS="error")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("verb", ["list dense", "list losses", "schema"])
def test_without_docstrings(folder: Path, verb: str) -> None:
    assert started(folder, verb, PYTHONOPTIMIZE="2").stdout == started(folder, verb).stdout
