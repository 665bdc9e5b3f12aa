"""plain, quiet and jsonl: what they make of a small run, to the letter."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from nettrain.events import TrainingEnded
from nettrain.reporters import lines
from nettrain.reporters.jsonl import JsonLines
from nettrain.reporters.plain import Plain
from nettrain.reporters.quiet import Quiet
from tests.reporters.events import STREAM, epoch
from tests.reporters.streams import shown

HERE = Path(__file__).parent


@pytest.mark.parametrize(("verbose", "file"), [(False, "plain.txt"), (True, "plain-verbose.txt")])
def test_plain(verbose: bool, file: str) -> None:
    stream = io.StringIO()
    shown(lambda stream: Plain(stream, verbose=verbose), stream)
    assert stream.getvalue() == (HERE / file).read_text()


def test_what_the_encoding_lacks_is_escaped() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    shown(Plain, stream)
    stream.seek(0)
    assert stream.read() == (HERE / "plain.txt").read_text().replace("ä", "\\xe4")


def test_the_lines_of_epochs_align() -> None:
    stream = io.StringIO()
    reporter = Plain(stream, verbose=True)
    for number, loss in enumerate((1.0, 123456.0, 1.5e-7, float("nan"), float("inf"), 2e9, -0.12345), start=1):
        reporter(epoch(number, 10, best=number % 2 == 0, loss=loss))
    for words in ("accuracy", "val_loss", "learning_rate", "rows/s"):
        assert len({line.index(words) for line in stream.getvalue().splitlines()}) == 1


@pytest.mark.parametrize(
    ("epochs", "lines"), [(1, 1), (200, 200), (201, 102), (399, 201), (400, 201), (1000, 201), (123_456, 201)]
)
def test_long_runs_are_cut(epochs: int, lines: int) -> None:
    stream = io.StringIO()
    reporter = Plain(stream)
    for number in range(1, epochs + 1):
        reporter(epoch(number, epochs))
    told = stream.getvalue().splitlines()
    assert len(told) == lines
    assert told[0].startswith(f"epoch {1:>{len(str(epochs))}}/{epochs}  ")
    assert told[-1].startswith(f"epoch {epochs}/{epochs}")


@pytest.mark.parametrize("broken_off", [True, False])
def test_the_last_epoch_is_always_told_once(broken_off: bool) -> None:
    stream = io.StringIO()
    reporter = Plain(stream)
    for number in range(1, 8):
        reporter(epoch(number, 1000))
    if not broken_off:
        ended = next(event for event in STREAM if isinstance(event, TrainingEnded))
        reporter(ended)
    reporter.close()
    told = [line.split()[1] for line in stream.getvalue().splitlines() if line.startswith("epoch")]
    assert told == ["1/1000", "5/1000", "7/1000"]


KEPT = {
    (9, 7, "best"): "best epoch 7 with val_loss 0.1, kept",
    (9, 7, "last"): "best epoch 7 with val_loss 0.1; epoch 9 kept",
    (9, 0, "last"): "no epoch is the best, for val_loss was never a finite number; epoch 9 kept",
    (0, 0, "last"): "no epoch was finished",
}
"""By epochs trained, the best of them and what is kept: what is said."""


@pytest.mark.parametrize(("ending", "said"), KEPT.items(), ids=str)
def test_which_weights_are_kept_and_why(ending: tuple[int, int, str], said: str) -> None:
    epoch, best, kept = ending
    ended = next(event for event in STREAM if isinstance(event, TrainingEnded))
    told = lines.ended(replace(ended, epoch=epoch, best_epoch=best, best_value=0.1, kept=kept))
    assert told.endswith(f" (all epochs); {said}")


def test_quiet_says_what_failed() -> None:
    stream = io.StringIO()
    shown(Quiet, stream)
    assert stream.getvalue() == "FAIL  accuracy 0.7124 is below the gate's 0.8\n"


def test_jsonl() -> None:
    stream = io.StringIO()
    shown(JsonLines, stream)
    told = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert told == [type(event).__name__ for event in STREAM]
