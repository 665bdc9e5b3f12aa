"""Data may hold what a terminal obeys: every verb shows it, and what is written as data keeps it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nettrain.commands.profiles import ASCII_BARS, BARS
from tests.cli.conftest import nettrain

RED, BELL, LINES = "\x1b[31mred", "bell\x07", "two\nlines"
SHOWN = {RED: r"\x1b[31mred", BELL: r"bell\x07", LINES: r"two\nlines"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with hidden.csv, hidden.yaml as init writes it, and a run."""
    folder = tmp_path_factory.mktemp("hidden")
    labels, words = (RED, "no"), (BELL, LINES, "w", "v")
    rows = [f'{n % 7 + n % 2},"{words[n % 4]}",年{n % 3},{labels[n % 2]}\n' for n in range(120)]
    (folder / "hidden.csv").write_text('x,"a\nname",年,y\n' + "".join(rows), "utf-8", newline="\n")
    for verb in ("init hidden.csv --target y", "fit hidden.yaml --set train.epochs=2 --set gates={}"):
        done = nettrain(folder, *verb.split())
        assert done.returncode == 0, done.stderr
        assert visible(done.stdout), verb
    return folder


def visible(text: str) -> bool:
    return text.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        (["check", "hidden.yaml"], [r"a\nname", *SHOWN.values()]),
        (["show"], ["judged on"]),
        (["eval", "--by", "a\nname"], [r"a\nname", SHOWN[BELL], SHOWN[LINES]]),
        (["compare", "runs/hidden/1", "runs/hidden/1"], ["metric"]),
        (["check", "hidden.yaml", "--set", f"data.target={RED}"], [SHOWN[RED]]),
        (["check", "hidden.yaml", "--set", "data.drop=[aname]"], [r"did you mean 'a\nname'?"]),
        (["predict", "runs/hidden/1", f"{BELL}.csv"], [SHOWN[BELL]]),
    ],
    ids=lambda given: given[0] if given[0].isalpha() else "",
)
def test_nothing_hidden_reaches_the_terminal(folder: Path, verb: list[str], told: list[str]) -> None:
    done = nettrain(folder, *verb)
    assert visible(done.stdout + done.stderr)
    for part in told:
        assert part in done.stdout + done.stderr


def test_predictions_are_data(folder: Path) -> None:
    printed = nettrain(folder, "predict", "runs/hidden/1", "hidden.csv", "--keep", "年").stdout
    assert printed.startswith(f"年,predicted,probability_{RED},probability_no\n")
    assert nettrain(folder, "predict", "runs/hidden/1", "hidden.csv", "--keep", "年", "-o", "out.csv").returncode == 0
    assert printed == (folder / "out.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("verb", "kept"),
    [
        ("check hidden.yaml", r"\u5e74"),
        ("predict runs/hidden/1 hidden.csv --keep 年", "年"),
        ("init hidden.csv --target y -o -", "年"),
    ],
)
def test_a_terminal_that_knows_ascii_only(folder: Path, verb: str, kept: str) -> None:
    """What is for a person has escapes; what is data is UTF-8 all the same."""
    done = subprocess.run(
        [sys.executable, "-m", "nettrain", *verb.split()],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert kept in done.stdout.decode("utf-8")


def test_histograms_are_of_ascii_where_nothing_else_is_known(folder: Path) -> None:
    """Escapes in place of the blocks would push the table out of line."""
    (folder / "plain.csv").write_text("x,y\n" + "".join(f"{n % 9},{'ab'[n % 2]}\n" for n in range(120)))
    assert nettrain(folder, "init", "plain.csv", "--target", "y").returncode == 0
    found = {}
    for encoding in ("ascii", "utf-8"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        command = [sys.executable, "-m", "nettrain", "check", "plain.yaml"]
        told = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True).stdout.decode()
        (found[encoding],) = (line for line in told.splitlines() if line.startswith("x "))
    bars = found["utf-8"].split()[-2]
    assert found["ascii"] == found["utf-8"].replace(bars, bars.translate(str.maketrans(BARS, ASCII_BARS)))
    assert set(bars) <= set(BARS)
    assert "█" in bars


def test_init_refuses_a_name_that_no_config_holds(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("a,\x1b[31mred,b\u200b,y\n1,2,3,p\n2,3,4,q\n3,4,5,p\n", "utf-8")
    done = nettrain(tmp_path, "init", "f.csv", "--target", "y")
    told = "holds what cannot be seen, and stands in no config: rename the column in the file"
    assert done.returncode == 3
    assert done.stderr == f"f.csv:1: the name '{SHOWN[RED]}' {told}\nf.csv:1: the name 'b\\u200b' {told}\n"
    assert list(tmp_path.iterdir()) == [tmp_path / "f.csv"]
