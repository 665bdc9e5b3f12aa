"""Curves in text: where the dots stand, what fits, and that nothing but text comes out."""

from __future__ import annotations

import io
import math

import pytest

from nettrain.reporters.chart import ASCII, Axis, Chart, Paper, drawn, paper_of
from nettrain.reporters.history import worth_drawing

LETTERS = Paper(13 + 21, ascii=True)
FALLING = Chart("loss", [("validation", [8.0, 4.0, 0.0])])


def test_to_the_letter() -> None:
    assert drawn(FALLING, LETTERS) == [
        "loss   *** validation",
        "          8 +**",
        "            |  **",
        "            |    ***",
        "            |       **",
        "          4 +         ***",
        "            |            **",
        "            |              ***",
        "            |                 **",
        "          0 +                   **",
        "            +---------------------",
        "             epoch 1             3",
    ]


def test_the_best_epoch_stands_below_its_value() -> None:
    lines = drawn(Chart("loss", [("validation", [3.0, 1.0, 2.0])], best=2), LETTERS)
    assert lines[0].endswith("^ best epoch 2")
    mark = lines[-2].index(ASCII.mark)
    assert lines[9][mark] == "*", "the lowest line of the chart"


def test_the_solid_line_stands_before_the_dotted_one() -> None:
    both = Chart("loss", [("validation", [1.0, 1.0]), ("training", [1.0, 0.0])])
    lines = drawn(both, LETTERS)
    assert lines[1].count("*") == 21
    assert "." in "".join(lines[2:-2])
    alone = drawn(Chart("loss", [("training", [1.0, 0.0])]), LETTERS)
    assert "*" in alone[1], "one curve alone is solid"


def test_braille_has_eight_dots_a_sign() -> None:
    lines = drawn(Chart("loss", [("validation", [float(n % 2) for n in range(42)])]), Paper(13 + 21))
    dots = [ord(sign) - 0x2800 for line in lines[1:-2] for sign in line[13:] if sign != " "]
    assert all(0 < bits < 256 for bits in dots)
    assert lines[1][13:] == lines[1][13] * 21, "every other column is at the top"


def test_the_axis_is_logarithmic_where_values_lie_far_apart() -> None:
    axis = Axis(0.001, 10.0)
    assert axis.curved
    assert axis.at(0.5) == pytest.approx(0.1)
    assert axis.place(0.1) == pytest.approx(0.5)
    assert not Axis(0.0, 10.0).curved
    assert not Axis(1.0, 10.0).curved
    assert drawn(Chart("loss", [("training", [10.0, 0.001])]), LETTERS)[0].startswith("loss (logarithmic) ")


HARD = [
    [1.0],
    [math.nan],
    [2.0, 2.0],
    [1.0, math.nan, 3.0, math.inf, -math.inf],
    [math.nan, 1e300, -1e300],
    [1e-300, 1e300],
    [float(n) for n in range(5000)],
]


@pytest.mark.parametrize("values", HARD, ids=lambda values: f"{values[:3]}")
@pytest.mark.parametrize("paper", [Paper(1), Paper(29), Paper(80), Paper(500), Paper(40, ascii=True)], ids=str)
def test_anything_is_drawn_as_text_that_fits(values: list[float], paper: Paper) -> None:
    lines = drawn(Chart("loss", [("training", values)], best=1), paper)
    assert all(line.isprintable() for line in lines)
    assert all(len(line) <= max(29, min(paper.width, 113)) for line in lines[1:])
    if paper.ascii:
        assert "".join(lines).isascii()


@pytest.mark.parametrize(("encoding", "ascii"), [("utf-8", False), ("ascii", True), ("latin-1", True)])
def test_paper_goes_by_the_stream(encoding: str, ascii: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "57")
    assert paper_of(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) == Paper(57, ascii)


HISTORIES = [
    ({"epoch": [1], "loss": [1], "learning_rate": [0.1]}, ["loss"]),
    ({"epoch": [1, 2], "loss": [1, 2], "learning_rate": [0.1, 0.2]}, ["loss", "learning_rate"]),
    ({"loss": [1.0, 2.0], "log_loss": [1.0, 2.0000001], "accuracy": [0.5, 0.6]}, ["loss", "accuracy"]),
    ({"loss": [1.0], "val_loss": [2.0], "log_loss": [1.0], "val_log_loss": [2.5]}, ["loss", "log_loss"]),
    ({"loss": [1.0], "val_loss": [2.0], "val_cohen_kappa": [0.3]}, ["loss", "cohen_kappa"]),
    ({"loss": [math.nan], "log_loss": [math.nan]}, ["loss"]),
    ({"loss": [], "accuracy": []}, ["loss"]),
    (
        {"loss": [1.0, 0.5], **{f"m{n}": [0.5, 0.6] for n in range(5)}, "learning_rate": [0.1, 0.2]},
        ["loss", "m0", "m1", "m2", "m3", "m4", "learning_rate"],
    ),
]


@pytest.mark.parametrize(("history", "names"), HISTORIES, ids=lambda part: " ".join(part))
def test_what_is_worth_drawing(history: dict[str, list[float]], names: list[str]) -> None:
    assert worth_drawing(history) == names
