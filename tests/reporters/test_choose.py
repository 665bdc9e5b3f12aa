"""Which reporter a stream gets, and which events go to stdout and which to stderr."""

from __future__ import annotations

import io
import json

import pytest

from nettrain.events import Judged
from nettrain.reporters.choose import Progress, choose, on_terminal, reporting
from nettrain.reporters.jsonl import JsonLines
from nettrain.reporters.live import Live
from nettrain.reporters.plain import Plain
from nettrain.reporters.quiet import Quiet
from tests.reporters.events import OPENED, STREAM, epoch
from tests.reporters.streams import Terminal, Unread


@pytest.mark.parametrize(
    ("environment", "live"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm", "CI": "false"}, True),
        ({"TERM": "xterm", "CI": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": ""}, False),
        ({}, False),
        ({"TERM": "xterm", "CI": "true"}, False),
        ({"TERM": "xterm", "TF_BUILD": "True"}, False),
        ({"TERM": "xterm", "JENKINS_URL": "http://ci"}, False),
    ],
)
def test_who_watches(environment: dict[str, str], live: bool) -> None:
    assert on_terminal(Terminal(), environment) is live
    assert not on_terminal(io.StringIO(), environment)


@pytest.mark.parametrize(
    ("progress", "quiet", "terminal", "kind"),
    [
        ("auto", False, True, Live),
        ("auto", False, False, Plain),
        ("auto", True, True, Quiet),
        ("live", False, False, Live),
        ("live", True, False, Quiet),
        ("plain", False, True, Plain),
        ("json", False, True, JsonLines),
        ("none", False, True, Quiet),
    ],
)
def test_choice(progress: Progress, quiet: bool, terminal: bool, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal() if terminal else io.StringIO()
    assert type(choose(stream, quiet=quiet, progress=progress)) is kind


PROGRESS = ["run runs/demo/1", "demo.yaml:4:11: note: ", "epoch 1/3", "trained 3 epochs"]
RESULTS = ["threshold 0.375 for", "judged on 450 test", "FAIL  accuracy", "pass  mean_absolute", "saved in runs/demo/1"]


@pytest.mark.parametrize(
    ("results", "quiet", "out", "err"),
    [
        (True, False, RESULTS, PROGRESS),
        (False, False, [], PROGRESS),
        (True, True, [], ["FAIL  accuracy"]),
        (False, True, [], ["FAIL  accuracy"]),
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
        assert [word for word in PROGRESS + RESULTS if word in text] == words


@pytest.mark.parametrize("terminal", [False, True])
def test_the_run_that_is_judged_stands_with_the_results(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if terminal:
        monkeypatch.setattr("nettrain.reporters.choose.on_terminal", lambda *given: True)
    judged = next(event for event in STREAM if isinstance(event, Judged))
    with reporting(results=True, quiet=False, verbose=False) as show:
        show(OPENED)
        assert capsys.readouterr().out == "", "of a verb that fails there is no result"
        show(judged)
        show(judged)
    told = capsys.readouterr()
    assert told.out.startswith("run runs/demo/1\njudged on 450 test rows\n")
    assert (told.out.count("run runs/demo/1\n"), told.err) == (1, "")


def test_progress_in_json_has_every_event(capsys: pytest.CaptureFixture[str]) -> None:
    with reporting(results=True, quiet=False, verbose=False, progress="json") as show:
        for event in STREAM:
            show(event)
    told = capsys.readouterr()
    assert [json.loads(line)["event"] for line in told.err.splitlines()] == [type(event).__name__ for event in STREAM]
    assert told.out.startswith("temperature 1.25: ")
    assert "\njudged on 450 test rows\n" in told.out


def test_what_was_held_back_is_told_when_a_verb_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with reporting(results=True, quiet=False, verbose=False) as show:
            for number in (1, 2):
                show(epoch(number, 1000))
            raise ArithmeticError("diverged")

    with pytest.raises(ArithmeticError, match="diverged"):
        fail()
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()] == ["1/1000", "2/1000"]


@pytest.mark.parametrize("terminal", [True, False])
def test_a_reader_that_goes_is_no_error(terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = Unread(terminal=terminal), Unread(terminal=terminal)
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setattr("sys.stdout", out)
    with reporting(results=True, quiet=False, verbose=False) as show:
        for event in STREAM:
            show(event)
    assert (out.writes, err.writes) == (1, 1)
