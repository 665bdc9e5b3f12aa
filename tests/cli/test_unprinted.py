"""What Typer prints on its own (help, version, completion, usage) where the stream does not take it: no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_environment import CLOSED, FULL, started

FROM_TYPER = ["--help", "eval --help", "--version", "--show-completion bash", "--show-completion"]


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("verb", FROM_TYPER)
def test_a_stdout_that_takes_no_help(tmp_path: Path, verb: str, buffered: str) -> None:
    for turned, told in ((">/dev/full", FULL), (">&-", CLOSED)):
        done = started(tmp_path, verb, turned, PYTHONUNBUFFERED=buffered)
        assert (done.returncode, done.stderr) == (5, told)


@pytest.mark.parametrize("verb", [*FROM_TYPER, "list"])
def test_a_reader_who_has_gone(tmp_path: Path, verb: str) -> None:
    gone, out = os.pipe()
    os.close(gone)
    with os.fdopen(out, "w") as pipe:
        command = [sys.executable, "-m", "nettrain", *verb.split()]
        done = subprocess.run(command, cwd=tmp_path, stdout=pipe, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_completion_that_cannot_be_installed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = started(tmp_path, "--install-completion bash", HOME=str(tmp_path / "file/home"))
    assert done.returncode == 5
    assert done.stderr.endswith(": a file is in the way, where a folder should be\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("turned", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize("verb", ["", "eval --nonsense", "fit config.yaml --epochs 3"])
def test_a_stderr_that_takes_no_usage(tmp_path: Path, verb: str, turned: str) -> None:
    done = started(tmp_path, verb, turned)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(("turned", "code"), [(">/dev/full", 5), (">&-", 5)])
def test_parquet_that_stdout_does_not_take(trained: Path, turned: str, code: int) -> None:
    """Polars makes an error of its own of what the system says."""
    command = f"exec '{sys.executable}' -m nettrain predict runs/config/1 table.csv --format parquet -o - {turned}"
    done = subprocess.run(["sh", "-c", command], cwd=trained, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("nettrain: the standard output cannot be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("shell", "file"), [("bash", ".bash_completions/nettrain.sh"), ("zsh", ".zfunc/_nettrain")])
def test_a_completion_is_that_of_the_shell_that_is_named(tmp_path: Path, shell: str, file: str) -> None:
    done = started(tmp_path, f"--install-completion {shell}", HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{shell} completion installed in ")
    assert (tmp_path / file).is_file()
    assert started(tmp_path, "--install-completion tcsh", HOME=str(tmp_path)).returncode == 2
