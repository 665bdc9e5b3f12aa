"""Reporters: every event is taken by each, and what each makes of a small run."""

from __future__ import annotations

import io
import json
import os
import pty
from pathlib import Path

import pytest

from nettrain.events import Event, event_from_json, event_json
from nettrain.reporters.choose import choose, on_terminal, reporting
from nettrain.reporters.jsonl import JsonLines
from nettrain.reporters.live import Live
from nettrain.reporters.numbers import count, figure, seconds
from nettrain.reporters.plain import Plain
from nettrain.reporters.quiet import Quiet
from tests.reporters.events import STREAM, epoch

HERE = Path(__file__).parent


def shown(kind: type, stream: io.StringIO | None = None, **options: object) -> str:
    stream = stream or io.StringIO()
    reporter = kind(stream, **options)
    for event in STREAM:
        reporter(event)
    reporter.close()
    return stream.getvalue()


def test_the_stream_has_every_kind_of_event() -> None:
    assert {type(event) for event in STREAM} == set(Event.__subclasses__())


@pytest.mark.parametrize("event", STREAM, ids=lambda event: type(event).__name__)
def test_events_survive_json(event: Event) -> None:
    assert event_json(event_from_json(event_json(event))) == event_json(event)


@pytest.mark.parametrize("line", ["[]", '{"event": "Nothing"}', '{"event": "Notice", "text": "", "more": 1}'])
def test_foreign_json_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"not an event|has no field"):
        event_from_json(line)


def test_plain() -> None:
    assert shown(Plain) == (HERE / "plain.txt").read_text()


def test_plain_verbose_says_more() -> None:
    told = shown(Plain, verbose=True)
    assert "compiling and training\n" in told
    assert "learning_rate 0.001" in told
    assert "12,346 rows/s" in told


def test_plain_on_a_narrow_encoding() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    Plain(stream)(epoch(1))
    Plain(stream).close()


def test_plain_cuts_long_runs() -> None:
    stream = io.StringIO()
    reporter = Plain(stream)
    for number in range(1, 1001):
        reporter(epoch(number, 1000))
    lines = stream.getvalue().splitlines()
    assert len(lines) == 201
    assert lines[0].startswith("epoch    1/1000")
    assert lines[-1].startswith("epoch 1000/1000")


def test_quiet_says_what_failed() -> None:
    assert shown(Quiet) == "FAIL  accuracy 0.7124 is below the gate's 0.8\n"


def test_jsonl() -> None:
    lines = shown(JsonLines).splitlines()
    assert [json.loads(line)["event"] for line in lines] == [type(event).__name__ for event in STREAM]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_live_at_any_width(width: int, colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    told = shown(Live, Terminal(), width=width)
    for words in ("run runs/demo/1", "0.7124", "undefined", "FAIL", "saved in runs/demo/1 after 1 h 2 min"):
        assert words in told
    assert ("\x1b[1;31m" in told) is colour, "a failed gate is red only where colours are wanted"


@pytest.mark.parametrize(
    ("environment", "live"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "xterm", "CI": "true"}, False),
    ],
)
def test_who_watches(environment: dict[str, str], live: bool) -> None:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as stream:
        assert on_terminal(stream, environment) is live
    os.close(leader)
    assert not on_terminal(io.StringIO(), environment)
    assert isinstance(choose(io.StringIO()), Plain)
    assert isinstance(choose(io.StringIO(), quiet=True), Quiet)


@pytest.mark.parametrize(
    ("results", "quiet", "out", "err"),
    [
        (True, False, ["judged on", "saved in"], ["run runs/demo/1", "note: demo.yaml", "epoch 1/3"]),
        (False, False, [], ["run runs/demo/1", "epoch 1/3"]),
        (True, True, [], ["FAIL  accuracy"]),
    ],
)
def test_what_goes_where(
    results: bool, quiet: bool, out: list[str], err: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with reporting(results=results, quiet=quiet, verbose=False) as show:
        for event in STREAM:
            show(event)
    told = capsys.readouterr()
    for words, text in ((out, told.out), (err, told.err)):
        assert all(word in text for word in words)
        assert bool(text) is bool(words)
    assert "judged on" not in told.err


def test_a_closed_pipe_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Closed())
    with reporting(results=False, quiet=False, verbose=False) as show:
        for event in STREAM:
            show(event)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.94117, "0.9412"),
        (0.0, "0"),
        (1.0, "1"),
        (1234.5, "1234"),
        (123456.7, "123,457"),
        (2e9, "2.000e+09"),
        (2.6e-6, "2.600e-06"),
        (-0.5, "-0.5"),
        (float("nan"), "undefined"),
        (None, "undefined"),
        (float("-inf"), "-infinite"),
    ],
)
def test_figures(value: float | None, text: str) -> None:
    assert figure(value) == text


def test_counts_and_times() -> None:
    assert count(1234567) == "1,234,567"
    assert [seconds(s) for s in (0.04, 59.94, 60, 3599, 7500)] == [
        "0.0 s",
        "59.9 s",
        "1 min 0 s",
        "59 min 59 s",
        "2 h 5 min",
    ]
