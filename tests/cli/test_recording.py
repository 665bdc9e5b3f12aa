"""What surrounds the training loop: events are in the file once they are emitted, and a full disk is told."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nettrain.commands.fitting.recording import Recording, recording
from nettrain.engine.state import State
from nettrain.errors import InterruptedRunError, RunError
from nettrain.events import EpochEnded, Event, Notice, RunStarted, silent
from nettrain.rundir import RunDir


@pytest.fixture(autouse=True)
def _not_under_nohup() -> Iterator[None]:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def test_events_are_shown_and_kept_at_once(tmp_path: Path) -> None:
    shown: list[Event] = []
    with recording(RunDir(tmp_path), shown.append) as record:
        record.emit(Notice(text="hello"))
        (line,) = (tmp_path / "events.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "event": "Notice",
        "text": "hello",
        "file": "",
        "line": 0,
        "column": 0,
        "place": "",
    }
    assert shown == [Notice(text="hello")]


def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb", buffering=0) as stream, pytest.raises(RunError) as refused:
        Recording(RunDir(Path("runs/a/1")), silent, stream).emit(Notice(text="hello"))
    assert str(refused.value) == "runs/a/1/events.jsonl cannot be written: the disk is full"


def test_a_signal_is_a_wish_and_the_second_acts(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    with recording(RunDir(tmp_path), silent) as record, contextlib.ExitStack() as loop:
        loop.enter_context(record.at_the_next_step())
        assert record.interrupted() is None
        signal.raise_signal(signal.SIGINT)
        assert record.interrupted() == signal.SIGINT
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(InterruptedRunError, match="stopped"):  # the loop may not have asked since
            loop.close()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_signal_that_comes_as_soon_as_it_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = signal.getsignal(signal.SIGTERM), signal.signal

    def heard(number: signal.Signals, handler: Any) -> Any:
        found = real(number, handler)
        if number == signal.SIGTERM:
            monkeypatch.undo()
            signal.raise_signal(number)
        return found

    monkeypatch.setattr(signal, "signal", heard)
    with pytest.raises(InterruptedRunError, match="stopped"), recording(RunDir(tmp_path), silent):
        pass
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_where_nothing_waits_for_it(tmp_path: Path) -> None:
    with recording(RunDir(tmp_path), silent) as record:
        with pytest.raises(InterruptedRunError) as stopped:
            signal.raise_signal(signal.SIGTERM)
        assert stopped.value.signal == signal.SIGTERM
    with recording(RunDir(tmp_path), silent) as record, contextlib.ExitStack() as loop:
        loop.enter_context(record.at_the_next_step())
        with pytest.raises(InterruptedRunError), record.at_once():
            signal.raise_signal(signal.SIGHUP)
        assert record.waiting
        with pytest.raises(InterruptedRunError):
            loop.close()


def test_a_signal_that_a_library_holds_back_is_heard_at_the_end(tmp_path: Path) -> None:
    with recording(RunDir(tmp_path), silent) as record:
        with pytest.raises(InterruptedRunError) as stopped, record.at_once(), contextlib.suppress(Exception):
            signal.raise_signal(signal.SIGTERM)
        assert stopped.value.signal == signal.SIGTERM


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with recording(RunDir(tmp_path), silent) as record:
            signal.raise_signal(signal.SIGHUP)
            assert record.interrupted() is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_file_of_events_is_the_same_at_any_time(tmp_path: Path) -> None:
    """No field of time or place; a run that goes on writes on where it was saved."""
    epoch = EpochEnded(epoch=1, epochs=2, values={"loss": 0.5}, best=True, seconds=1.5, rows_per_second=10.0)
    with recording(RunDir(tmp_path), silent) as record:
        record.emit(RunStarted(run="a", name="n", epochs=2, rows={}, layers=1, params=2, monitor="loss"))
        state = State()
        record.save(state, wait=True)
        record.emit(epoch)
    with recording(RunDir(tmp_path), silent, state) as record:
        record.emit(Notice(text="only shown"))
        record.write_on()
        record.emit(epoch)
        later = State()
        record.save(later, wait=True)
    with recording(RunDir(tmp_path), silent, later):
        pass
    first, second = map(json.loads, (tmp_path / "events.jsonl").read_text().splitlines())
    assert first["event"] == "RunStarted"
    assert "run" not in first
    assert second == {"event": "EpochEnded", "epoch": 1, "epochs": 2, "values": {"loss": 0.5}, "best": True}


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.unlink(), "is damaged: it has a checkpoint but no events.jsonl; take that from a copy"),
        (lambda path: path.write_bytes(b""), "events.jsonl is damaged, or was changed by hand"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"first", b"First")), "its checksum does not hold"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "its checksum does not hold"),
    ],
    ids=["gone", "empty", "changed", "cut"],
)
def test_a_run_goes_on_behind_the_events_that_were_written_only(
    tmp_path: Path, damage: Callable[[Path], object], told: str
) -> None:
    state, events = State(), tmp_path / "events.jsonl"
    with recording(RunDir(tmp_path), silent) as record:
        for text in ("first", "second"):
            record.emit(Notice(text=text))
        record.save(state, wait=True)
    damage(events)
    left = events.read_bytes() if events.exists() else None
    with pytest.raises(RunError, match=told), recording(RunDir(tmp_path), silent, state):
        pass
    assert (events.read_bytes() if events.exists() else None) == left, "nothing is written"


def test_a_second_signal_ends_a_process_that_hears_them(tmp_path: Path) -> None:
    """At once, even in the middle of what holds the interpreter: by the system, as without nettrain."""
    code = (
        "import pathlib, signal; from nettrain.commands.fitting.recording import recording\n"
        "from nettrain.events import silent; from nettrain.rundir import RunDir\n"
        "from nettrain.signals import hear; hear()\n"
        "with recording(RunDir(pathlib.Path()), silent) as record, record.at_the_next_step():\n"
        "    signal.raise_signal(signal.SIGTERM); print(record.interrupted(), flush=True)\n"
        "    signal.raise_signal(signal.SIGTERM); print('goes on')"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGTERM, "15\n", "")
