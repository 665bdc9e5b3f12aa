"""What a terminal is told: broken between words, in its width; a pipe and an editor get one line a message."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from nettrain.cli.screen import width_of
from nettrain.text import cells_of
from tests.making import write_config, write_table

NEVER_HEARD = ("COLUMNS", "CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION")


def on_a_terminal(folder: Path, *arguments: str, columns: int = 50, term: str = "xterm") -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of `nettrain`, each on a terminal of its own."""
    env = {name: value for name, value in os.environ.items() if name not in NEVER_HEARD} | {"TERM": term}
    ends = [pty.openpty() for _ in range(2)]
    for _, inside in ends:
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    (out, out_inside), (err, err_inside) = ends
    command = [sys.executable, "-m", "nettrain", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=out_inside, stderr=err_inside)
    for _, inside in ends:
        os.close(inside)
    told = [_read(out), _read(err)]
    return process.wait(), *told


def _read(descriptor: int) -> str:
    content = b""
    try:
        while piece := os.read(descriptor, 65536):
            content += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(descriptor)
    return content.decode().replace("\r\n", "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_table(tmp_path, "binary")
    write_config(tmp_path, "[dense: {units: 8, activation: relu}, output]", "{epochs: 3}")
    return tmp_path


@pytest.mark.parametrize("columns", [50, 80])
def test_messages_break_between_words(folder: Path, columns: int) -> None:
    wrong = ["check", "config.yaml", "--set", "train.optimizer=adamx", "--set", "model.layers.0.dense.units=many"]
    code, _, told = on_a_terminal(folder, *wrong, columns=columns)
    piped = subprocess.run([sys.executable, "-m", "nettrain", *wrong], cwd=folder, capture_output=True, text=True)
    assert code == piped.returncode == 2
    assert len(piped.stderr.splitlines()) == 2
    assert len(told.splitlines()) > 2
    assert max(map(cells_of, told.splitlines())) <= columns
    assert " ".join(told.split()) == " ".join(piped.stderr.split())
    assert on_a_terminal(folder, *wrong, columns=columns, term="dumb")[2] == piped.stderr


def test_a_plan_is_as_wide_as_the_terminal(folder: Path) -> None:
    for columns in (50, 80):
        code, told, _ = on_a_terminal(folder, "check", "config.yaml", columns=columns)
        assert code == 0
        assert max(map(cells_of, told.splitlines())) <= columns
    piped = subprocess.run(
        [sys.executable, "-m", "nettrain", "check", "config.yaml"], cwd=folder, capture_output=True, text=True
    )
    assert max(map(cells_of, piped.stdout.splitlines())) > 80


def test_a_list_is_as_wide_as_the_terminal(folder: Path) -> None:
    _, told, _ = on_a_terminal(folder, "list", "train", columns=60)
    assert 50 < max(map(cells_of, told.splitlines())) <= 60


class Terminal:
    def __init__(self, number: int) -> None:
        self.number = number

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.number


def test_the_width_is_asked_of_the_stream_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NEVER_HEARD:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    outside, inside = pty.openpty()
    with os.fdopen(outside), os.fdopen(inside):
        stream = Terminal(inside)
        assert width_of(stream) is None  # type: ignore[arg-type]  # a terminal that does not know
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 57, 0, 0))
        assert width_of(stream) == 57  # type: ignore[arg-type]
        monkeypatch.setenv("COLUMNS", "63")
        assert width_of(stream) == 63  # type: ignore[arg-type]
        monkeypatch.setenv("CI", "true")
        assert width_of(stream) is None  # type: ignore[arg-type]
