"""What holds for every reporter: it takes every event, anywhere, and bears a reader that goes."""

from __future__ import annotations

import errno
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest

from nettrain.events import Event
from nettrain.reporters.jsonl import JsonLines
from nettrain.reporters.live import Live
from nettrain.reporters.plain import Plain
from nettrain.reporters.quiet import Quiet
from nettrain.reporters.reporter import Reporter
from tests.reporters.events import OTHERS, STREAM
from tests.reporters.streams import AsciiTerminal, Terminal, Unread, shown

ROOT = Path(__file__).parents[2]
REPORTERS: list[Callable[[TextIO], Reporter]] = [
    Plain,
    lambda stream: Plain(stream, verbose=True),
    Live,
    lambda stream: Live(stream, verbose=True),
    JsonLines,
    Quiet,
]
NAMES = ["plain", "plain -v", "live", "live -v", "jsonl", "quiet"]
HIDDEN, BACK = "\x1b[?25l", "\x1b[?25h"
"""What hides a terminal's cursor, and what shows it again."""
every = pytest.mark.parametrize("make", REPORTERS, ids=NAMES)


@pytest.fixture(autouse=True)
def _a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")


@every
@pytest.mark.parametrize("event", [*STREAM, *OTHERS], ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("kind", [io.StringIO, Terminal, AsciiTerminal])
def test_any_event_may_come_first_and_behind_the_end(
    make: Callable[[TextIO], Reporter], event: Event, kind: Callable[[], io.StringIO | AsciiTerminal]
) -> None:
    """All lines are whole, a cursor that was hidden is back, and an end that comes again says nothing."""
    stream = kind()
    reporter = make(stream)
    for _ in range(2):
        reporter(event)
        reporter.close()
        text = stream.getvalue()
        reporter.close()
        assert stream.getvalue() == text
        assert re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", text)[-1:] in ("", "\n")
        assert text.count(HIDDEN) == text.count(BACK)
        assert "None" not in text


@every
def test_nothing_but_text_where_no_terminal_is(make: Callable[[TextIO], Reporter]) -> None:
    stream = io.StringIO()
    shown(make, stream)
    text = stream.getvalue()
    assert "accuracy 0.7124 is below the gate's 0.8" in text
    assert text.endswith("\n")
    assert all(c.isprintable() for c in text.replace("\n", ""))


@every
@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("number", [errno.EPIPE, errno.EIO])
@pytest.mark.parametrize("lasts", [0, 1])
def test_a_reader_that_goes_is_no_error(
    make: Callable[[TextIO], Reporter], terminal: bool, number: int, lasts: int
) -> None:
    stream = Unread(terminal=terminal, number=number, lasts=lasts)
    shown(make, stream)
    told = 1 if make is Quiet else 100
    assert stream.writes == min(lasts + 1, told), "nothing is tried once the reader has gone"


@every
def test_a_full_disk_ends_no_training(make: Callable[[TextIO], Reporter]) -> None:
    """The outlet says why it was lost, and no verdict is lost with it."""
    reporter = make(Unread(terminal=False, number=errno.ENOSPC))
    for event in STREAM:
        reporter(event)
    assert reporter.outlet.gone
    assert reporter.outlet.lost == "the disk is full"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_the_process_goes_on_without_a_reader(stream: str, tmp_path: Path) -> None:
    """What is still in the stream's buffer must not fail whoever flushes it next, be it the interpreter's end."""
    script = (
        "import sys\n"
        "from nettrain.reporters.plain import Plain\n"
        "from tests.reporters.events import STREAM\n"
        f"reporter = Plain(sys.{stream})\n"
        "sys.stdin.read()\n"
        "for event in STREAM: reporter(event)\n"
        f"sys.{stream}.flush()\n"
        f"open({str(tmp_path / 'went-on')!r}, 'w').close()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        **{stream: subprocess.PIPE},  # type: ignore[call-overload]
    ) as process:
        getattr(process, stream).close()
        process.stdin.close()
        assert process.wait(30) == 0
    assert (tmp_path / "went-on").exists()
