"""How the process was started: without standard streams, onto a full disk, with Python's own switches."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from polars.exceptions import PanicException

from nettrain.cli.exits import carry_out
from nettrain.commands.outcome import Outcome
from tests.cli.conftest import NETWORK
from tests.making import write_config, write_table

ROOT = Path(__file__).parents[2]
FIT = "fit config.yaml -o run"
FULL = "nettrain: the standard output cannot be written: the disk is full\n"
CLOSED = "nettrain: the standard output cannot be written: Bad file descriptor\n"


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


def exit_code_of(error: BaseException, *, json: bool = False) -> int:
    """Return the exit code of a verb that ends so."""

    def verb() -> Outcome:
        raise error

    with pytest.raises(typer.Exit) as left:
        carry_out(verb, json=json)
    return left.value.exit_code


@pytest.mark.parametrize(
    ("verb", "turned", "code", "told"),
    [
        ("check config.yaml", "<&-", 0, ""),
        ("check config.yaml", "2>&-", 0, ""),
        ("check config.yaml --quiet", ">&-", 0, ""),
        ("check config.yaml", ">&-", 5, CLOSED),
        ("check config.yaml --json", ">&-", 5, CLOSED),
        ("check nothing.yaml", ">&- 2>&-", 2, ""),
        (FIT, "<&- >&- 2>&-", 5, ""),
        (f"{FIT} --quiet", "<&- >&- 2>&-", 0, ""),
    ],
)
def test_streams_that_are_closed(folder: Path, verb: str, turned: str, code: int, told: str) -> None:
    """No file of a run takes the place of a stream, and the text that was meant for it; no result is lost unsaid."""
    done = started(folder, verb, turned)
    assert (done.returncode, done.stderr) == (code, told)
    for file in folder.glob("run/*"):
        assert file.is_dir() or b"\nepoch " not in file.read_bytes(), file
    assert (folder / "run/metrics.json").is_file() == verb.startswith(FIT)


@pytest.mark.parametrize("more", ["", "--json", "--output -"])
def test_predictions_for_a_stdout_that_is_closed(trained: Path, more: str) -> None:
    done = started(trained, f"predict runs/config/1 table.csv {more}", ">&-")
    assert (done.returncode, done.stderr) == (5, CLOSED)


def test_children_find_their_streams_open(folder: Path) -> None:
    """What a child opens takes the place of none."""
    code = (
        "import sys, subprocess; from nettrain.entry import _open_streams; _open_streams()\n"
        "child = 'import os, sys; n = os.open(os.devnull, os.O_RDONLY); sys.exit(n)'\n"
        "sys.exit(subprocess.run([sys.executable, '-S', '-c', child]).returncode)"
    )
    done = subprocess.run(f"exec '{sys.executable}' -c \"{code}\" <&- >&- 2>&-", shell=True, cwd=folder)
    assert done.returncode > 2


FULL_DISK = """
import errno, io, os, sys

class Full(io.RawIOBase):
    def writable(self):
        return True

    def write(self, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

setattr(sys, sys.argv.pop(1), io.TextIOWrapper(io.BufferedWriter(Full()), "utf-8"))
from nettrain.entry import main
main()
"""


def without_room(folder: Path, stream: str, verb: str) -> subprocess.CompletedProcess[str]:
    """Start `nettrain` with a stream that takes nothing, as a full disk does."""
    command = [sys.executable, "-c", FULL_DISK, stream, *verb.split()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("verb", ["check config.yaml", "check config.yaml --json", "list", "schema", FIT])
def test_a_disk_that_has_no_room_for_stdout(folder: Path, verb: str) -> None:
    done = without_room(folder, "stdout", verb)
    assert done.returncode == 5
    assert done.stderr.endswith(FULL)
    assert (folder / "run/metrics.json").is_file() == (verb == FIT), "no verdict is lost for a log"


@pytest.mark.parametrize(("verb", "code"), [("check nothing.yaml", 2), (FIT, 0)])
def test_a_disk_that_has_no_room_for_stderr(folder: Path, verb: str, code: int) -> None:
    done = without_room(folder, "stderr", verb)
    assert (done.returncode, done.stderr) == (code, "")


def test_warnings_are_no_errors_of_the_user(folder: Path) -> None:
    done = started(folder, FIT, PYTHONWARNINGS="error")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("options", "told"), [([], False), (["-W", "default"], True)])
def test_what_a_library_warns_of_is_told_only_if_that_is_asked_for(options: list[str], told: bool) -> None:
    code = (
        "import warnings, nettrain.cli; from nettrain.entry import main\n"
        "nettrain.cli.command_line = lambda given: warnings.warn('overflow', RuntimeWarning, 1) or 0\n"
        "main()"
    )
    done = subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, "overflow" in done.stderr) == (0, told)


@pytest.mark.parametrize("verb", ["list dense", "list losses", "schema"])
def test_without_docstrings(folder: Path, verb: str) -> None:
    assert started(folder, verb, PYTHONOPTIMIZE="2").stdout == started(folder, verb).stdout


@pytest.mark.parametrize(
    ("refused", "code", "told"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "a/b"), 5, "nettrain: a/b: permission denied\n"),
        (OSError(errno.EMFILE, "Too many open files", b"a"), 5, "nettrain: a: too many files are open (ulimit -n)\n"),
        (MemoryError(), 5, "nettrain: this process got no more memory: "),
        (
            ImportError("a.so: failed to map segment from shared object"),
            5,
            "nettrain: this process got no more memory: ",
        ),
        (RuntimeError("can't start new thread"), 5, "nettrain: this process got no more threads: "),
        (
            PanicException(f"Err: Os {{ code: 11, message: {os.strerror(errno.EAGAIN)!r} }}"),
            5,
            "nettrain: this process got no more threads: ",
        ),
        (
            BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)),
            70,
            "nettrain: this is a bug in nettrain; the report is",
        ),
        (PanicException("index out of bounds"), 70, "nettrain: this is a bug in nettrain; the report is"),
        (ImportError("no module"), 70, "nettrain: this is a bug in nettrain; the report is"),
        (PermissionError(errno.EACCES, "Permission denied"), 70, "nettrain: this is a bug in nettrain; the report is"),
        (
            FileNotFoundError(errno.ENOENT, "No such file", "a"),
            70,
            "nettrain: this is a bug in nettrain; the report is",
        ),
    ],
    ids=str,
)
def test_what_a_system_refuses_is_no_bug(
    refused: BaseException,
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code_of(refused) == code
    assert capsys.readouterr().err.startswith(told)
    assert len(list(tmp_path.iterdir())) == (code == 70), "a bug leaves a report"


@pytest.mark.parametrize(
    ("verb", "code", "told"),
    [
        (f"fit config.yaml -o {'x' * 300}", 5, f"nettrain: {'x' * 300}: the name is too long\n"),
        ("init $(printf 'a\\377.csv') --target y", 2, "nettrain: a\\udcff.csv has a name that no config can hold: "),
        ("check config.yaml --set data.path=table.csv/x", 3, ": data.path: table.csv/x: no such file in table.csv/\n"),
        (
            f"check config.yaml --set data.path={'x' * 300}",
            3,
            f": data.path: {'x' * 300}: cannot be read: File name too long\n",
        ),
    ],
)
def test_names_that_a_system_does_not_take(folder: Path, verb: str, code: int, told: str) -> None:
    done = started(folder, verb)
    assert done.returncode == code
    assert told in done.stderr


def test_a_working_directory_that_is_gone(folder: Path) -> None:
    gone = f"mkdir gone; cd gone; rmdir ../gone; '{sys.executable}' -P -m nettrain check ../config.yaml"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(gone, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 5
    assert done.stderr == "nettrain: the folder that this was started in is gone: change into another\n"


def test_an_interrupted_import_is_an_interruption(capsys: pytest.CaptureFixture[str]) -> None:
    """A compiled module that Ctrl-C meets while it is imported makes an ImportError of it."""

    def verb() -> Outcome:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise ImportError("initialization failed")  # noqa: B904 (as C++ does)

    with pytest.raises(typer.Exit) as left:
        carry_out(verb, json=False)
    assert left.value.exit_code == 130
    assert capsys.readouterr().err == "nettrain: interrupted\n"
