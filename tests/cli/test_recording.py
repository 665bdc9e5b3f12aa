"""What surrounds the training loop: events are in the file once they are emitted, and a full disk is told."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from nettrain.commands.fit import silent
from nettrain.commands.recording import Recording, recording
from nettrain.errors import RunError
from nettrain.events import Event, Notice
from nettrain.rundir import RunDir


def test_events_are_shown_and_kept_at_once(tmp_path: Path) -> None:
    shown: list[Event] = []
    with recording(RunDir(tmp_path), shown.append) as record:
        record.emit(Notice(text="hello"))
        (line,) = (tmp_path / "events.jsonl").read_text().splitlines()
    assert json.loads(line) == {"event": "Notice", "place": "", "text": "hello"}
    assert shown == [Notice(text="hello")]


def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb", buffering=0) as stream, pytest.raises(RunError) as refused:
        Recording(RunDir(Path("runs/a/1")), silent, stream).emit(Notice(text="hello"))
    assert str(refused.value) == "runs/a/1/events.jsonl cannot be written: the disk is full"


def test_a_signal_is_a_wish_and_the_second_acts(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    with recording(RunDir(tmp_path), silent) as record:
        assert record.interrupted() is None
        os.kill(os.getpid(), signal.SIGINT)
        assert record.interrupted() == signal.SIGINT
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
