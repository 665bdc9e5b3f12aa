"""live: at any width, with and without colour, on a terminal that is none and on one that is."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from nettrain.events import EpochEnded, PhaseStarted, RunStarted, StepsDone
from nettrain.reporters.live import REFRESHES, Live
from nettrain.reporters.pace import Pace
from nettrain.text import wrapped
from tests.reporters.events import STREAM, epoch
from tests.reporters.streams import AsciiTerminal, Terminal, shown

ROOT = Path(__file__).parents[2]
ESCAPES = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
WIDTHS = [60, 80, 120, 200]
STARTED = next(event for event in STREAM if isinstance(event, RunStarted))


@pytest.fixture(autouse=True)
def _a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def pictured(live: Live) -> list[str]:
    """Return what moves, as it stands now, in lines."""
    console = Console(file=Terminal(), width=live.console.width, record=True, color_system=None)
    console.print(live.picture())
    return console.export_text().splitlines()


def moving(live: Live) -> bool:
    """Return whether something moves on the screen: the cursor is hidden as long."""
    stream = live.outlet.stream
    assert isinstance(stream, Terminal)
    return stream.getvalue().rfind("\x1b[?25l") > stream.getvalue().rfind("\x1b[?25h")


def training(*, epochs: int = 3, verbose: bool = False) -> Live:
    live = Live(Terminal(), verbose=verbose)
    live(dataclasses.replace(STARTED, epochs=epochs))
    return live


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [True, False])
def test_what_stays(width: int, colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    shown(Live, stream)
    text = stream.getvalue()
    lines = [line.rstrip() for line in ESCAPES.sub("", text).splitlines()]
    for line in (
        "run runs/demo/1: 2,100 train, 450 validation rows; 2 layers, 1,234 weights",
        r"note: a bell \x07, a colour \x1b[31m and a\nbreak",
        "trained 3 epochs in 3 min 10 s (all epochs); best epoch 3 with val_loss 0.1, kept",
        "judged on 450 test rows",
        "FAIL  accuracy 0.7124 is below the gate's 0.8",
        "saved in runs/demo/1 after 1 h 2 min, 1.3 s of it compiling",
    ):
        assert all(part in lines for part in wrapped(line, width))
    told = {line.split()[0]: line.split()[1:] for line in lines if line.split()}
    wide = width >= 80
    assert told["metric"] == ["value", *(["95", "%", "interval"] if wide else []), "baseline"]
    assert told["accuracy"] == ["0.7124", *(["[0.668,", "0.7523]"] if wide else []), "0.5"]
    assert told["auc"] == ["undefined", *(["-"] if wide else []), "undefined"]
    assert told["mean_absolute_error"][-3:] == ["125,000", "not", "better"]
    assert any(line.startswith("pass  mean_absolute_error 1.235e+05 passes") for line in lines)
    table = lines[lines.index("judged on 450 test rows") : lines.index("FAIL  accuracy 0.7124 is below the gate's 0.8")]
    assert max(map(len, table)) <= width
    coloured = [code for code in ("\x1b[1;31m", "\x1b[32m", "\x1b[33m") if code in text]
    assert len(coloured) == (3 if colour else 0), "red, green and yellow where colours are wanted, else none"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("verbose", [True, False])
def test_what_moves(width: int, verbose: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    live = training(verbose=verbose)
    live(epoch(1, best=True, loss=0.25))
    live(epoch(2, loss=0.5))
    live(StepsDone(epoch=3, step=33, steps=66, loss=0.7, rows_per_second=99999.9))
    bar, names, last, best = pictured(live)
    assert bar.startswith("epoch 3/3  step 33/66  ")
    assert bar.rstrip().endswith("100,000 rows/s  0 s left")
    assert names.split()[:2] == ["loss", "accuracy" if verbose else "val_loss"]
    assert last.split()[:4] == ["epoch", "2", "0.5", "0.75" if verbose else "0.6"]
    assert best.split()[:4] == ["best", "1", "0.25", "0.75" if verbose else "0.35"]
    assert len({len(line.rstrip()) for line in (names, last, best)}) == 1, "figures stand below their names"
    assert max(len(line) for line in (bar, names, last, best)) <= width


def test_the_phase_moves_before_training() -> None:
    live = training()
    live.phase = "starting TensorFlow"
    (line,) = pictured(live)
    assert re.fullmatch(r"starting TensorFlow  [\d,]+\.\d s|starting TensorFlow  .* (min|h) .*", line.rstrip())


def test_the_first_epoch_has_its_loss() -> None:
    live = training()
    live(StepsDone(epoch=1, step=33, steps=66, loss=0.7, rows_per_second=1050.0))
    bar, loss = pictured(live)
    assert bar.rstrip().endswith("1,050 rows/s  5 s left"), "2.5 epochs of 2100 rows"
    assert loss.rstrip() == "loss 0.7"


def test_time_left_passes_over_the_first_epoch() -> None:
    live = training(epochs=101)
    for number, seconds in ((1, 30.0), (2, 1.0), (3, 1.0)):
        live(EpochEnded(**{**vars(epoch(number, 101)), "seconds": seconds}))
    assert pictured(live)[0].rstrip().endswith("  2 min left"), "98 epochs of a second"


def test_columns_that_do_not_fit_are_left_out_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    live = training()
    values = {"loss": 0.5, **{f"val_metric_{n}": float(n) for n in range(20)}}
    live(EpochEnded(**{**vars(epoch(1)), "values": values}))
    _, names, last = pictured(live)
    assert names.split() == list(values)[: len(names.split())]
    assert len(names.split()) == len(last.split()) - 2 < 20


@pytest.mark.parametrize("width", [20, 40, 60, 64, 65, 80, 200])
def test_the_bar_gives_way_to_the_words(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    live = training(epochs=3000)
    live(epoch(1, 3000, best=True))
    live(StepsDone(epoch=1500, step=33, steps=66, loss=0.7, rows_per_second=1e6))
    words = "epoch 1500/3000  step 33/66", "1,000,000 rows/s  3 s left"
    first = pictured(live)[0].rstrip()
    assert max(map(len, pictured(live))) <= width
    if width < 65:
        assert first == "  ".join(words)[:width].rstrip()
    else:
        assert first.startswith(words[0])
        assert first.endswith(words[1])
        assert "━━━" in first.removeprefix(words[0]).removesuffix(words[1])


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_a_terminal_without_unicode_gets_ascii(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    stream = AsciiTerminal()
    live = Live(stream)
    for event in STREAM:
        live(event)
        if live.display is not None:
            live.display.refresh()
    live.close()
    text = " ".join(ESCAPES.sub("", stream.getvalue()).split())
    assert r"labels: j\xe4, nein" in text
    assert "saved in runs/demo/1" in text


def test_events_come_while_the_picture_is_drawn() -> None:
    """The screen is drawn by a thread of its own, which must find nothing half done."""
    paces = [Pace(STARTED)]
    step = StepsDone(epoch=1, step=33, steps=66, loss=0.7, rows_per_second=1050.0)
    failed: list[Exception] = []
    over = threading.Event()

    def draw() -> None:
        while not over.is_set():
            try:
                paces[0].where()
                paces[0].speed()
                paces[0].table(80, verbose=False)
            except Exception as error:
                failed.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    drawing = threading.Thread(target=draw)
    drawing.start()
    try:
        for _ in range(20_000):
            pace = paces[0] = Pace(STARTED)
            pace.step(step)
            pace.epoch(epoch(1))
            pace.epoch(epoch(2, best=True))
    finally:
        over.set()
        drawing.join()
        sys.setswitchinterval(interval)
    assert not failed


def test_judging_moves_after_training() -> None:
    live = training()
    for event in STREAM[3:11]:
        live(event)
    assert moving(live)
    (line,) = pictured(live)
    assert line.startswith("judging  0.")
    live.close()


def test_results_never_pass_through_the_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written to stdout goes there, and not to the terminal that shows the bar."""
    out, err = io.StringIO(), Terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    live = Live(err)
    live(PhaseStarted(phase="train", text="compiling"))
    print("a prediction")
    live.close()
    assert out.getvalue() == "a prediction\n"
    assert "a prediction" not in err.getvalue()


@pytest.mark.parametrize("end", [lambda live: live.close(), lambda live: live(STREAM[-1])])
def test_what_moves_is_ended(end: Callable[[Live], None]) -> None:
    live = Live(Terminal())
    live(PhaseStarted(phase="train", text="compiling"))
    assert moving(live)
    end(live)
    assert not moving(live), "the cursor is seen again"


def test_steps_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many events come, the screen is drawn REFRESHES times a second: by a clock, not by events."""
    drawn = 0
    picture = Live.picture

    def counted(live: Live) -> object:
        nonlocal drawn
        drawn += 1
        return picture(live)

    monkeypatch.setattr(Live, "picture", counted)
    live = training()
    live(PhaseStarted(phase="train", text="compiling"))
    before = drawn
    for _ in range(10_000):
        live(StepsDone(epoch=1, step=33, steps=66, loss=0.7, rows_per_second=1050.0))
    during = drawn - before
    live.close()
    assert before > 0
    assert during <= 5 * REFRESHES, "ten thousand events take far less than five seconds"


def on_pty(script: str) -> str:
    """Return what a Python script writes to a terminal of 80 columns."""
    leader, follower = pty.openpty()
    environment = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "80", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=follower, stderr=follower) as process:
        os.close(follower)
        told = b""
        with contextlib.suppress(OSError):  # so a terminal ends
            while part := os.read(leader, 65536):
                told += part
    os.close(leader)
    assert process.returncode == 0, told.decode()
    return told.decode()


def screen(told: str) -> list[str]:
    """Return the lines that a terminal shows in the end, told to go up and to erase lines and nothing else."""
    lines, row = [""], 0
    for part in re.findall(r"\x1b\[\d*A|\x1b\[2K|\x1b\[[\d;?]*[a-z]|\r|\n|[^\x1b\r\n]+", told):
        if part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part.endswith("A") and part[0] == "\x1b":
            row -= int(part[2:-1])
        elif part == "\x1b[2K":
            lines[row] = ""
        elif part.isprintable():
            lines[row] += part
    return [line.rstrip() for line in lines]


def test_on_a_real_terminal() -> None:
    """The bar moves while descriptor 2 is turned elsewhere, and what others write to stderr stands above it."""
    told = on_pty(
        """
import os, sys, time
from nettrain.reporters.choose import reporting
from tests.reporters.events import STREAM
with reporting(results=True, quiet=False, verbose=False) as show:
    for event in STREAM[:5]:
        show(event)
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    time.sleep(0.6)
    os.dup2(kept, 2)
    print("words of another", file=sys.stderr)
    for event in STREAM[5:9]:
        show(event)
    time.sleep(0.3)
    for event in STREAM[9:]:
        show(event)
"""
    )
    assert len(set(re.findall(r"training  (\d\.\d) s", told))) >= 3
    assert re.search("epoch 3/3 .*100,000 rows/s|epoch 3/3 .*12,346 rows/s", told)
    assert told.count("\x1b[?25l") == told.count("\x1b[?25h") > 0, "the cursor is seen again"
    assert screen(told) == [
        "run runs/demo/1: 2,100 train, 450 validation rows; 2 layers, 1,234 weights",
        "demo.yaml:4:11: note: data.target: 'y' is taken for labels: jä, nein",
        r"note: a bell \x07, a colour \x1b[31m and a\nbreak",
        "words of another",
        "trained 3 epochs in 3 min 10 s (all epochs); best epoch 3 with val_loss 0.1,",
        "    kept",
        "temperature 1.25: log loss of the 450 validation rows 0.3123, before 0.32",
        "threshold 0.375 for jä: f1_score of the 450 validation rows 0.75, at 0.5 0.7",
        "judged on 450 test rows",
        "metric                    value          95 % interval    baseline",
        "─" * 79,
        "accuracy                 0.7124        [0.668, 0.7523]         0.5",
        "auc                   undefined                      -   undefined",
        "mean_absolute_error     123,457   [100,000; 2.000e+09]     125,000   not better",
        "FAIL  accuracy 0.7124 is below the gate's 0.8",
        "pass  mean_absolute_error 1.235e+05 passes the gate: max 200000.0",
        "saved in runs/demo/1 after 1 h 2 min, 1.3 s of it compiling",
        "",
    ]
