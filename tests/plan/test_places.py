"""Where faults stand that were met in the data: in the config if it is to be mended, else in the file and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.errors import DataError
from nettrain.plan.making import make_plan

ROWS = "x,y,word,t\n" + "".join(f"{n},{n % 7},w{n % 5},{'ab'[n % 2]}\n" for n in range(60))
TARGET = "path: t.csv\n  target: t\n"
CHOOSE = "choose from x, y, word, t"

IN_THE_CONFIG = {
    "a file": ("path: missing.csv\n  target: t\n", "2:9: data.path: missing.csv: no such file in ./"),
    "one of the files": (
        "path:\n  - t.csv\n  - missing.csv\n  target: t\n",
        "4:5: data.path[1]: missing.csv: no such file in",
    ),
    "a file of a side": (
        "train: t.csv\n  test: [missing.csv]\n  target: t\n",
        "3:10: data.test[0]: missing.csv: no such file in",
    ),
    "a pinned delimiter": (
        "path: t.csv\n  target: t\n  format: {delimiter: ';'}\n",
        "4:23: data.format.delimiter: t.csv:1: leaves the first line in one cell, which by a comma has 4: write",
    ),
    "a pinned encoding": (
        "path: t.csv\n  target: t\n  format: {encoding: utf-16}\n",
        "4:22: data.format.encoding: t.csv: no byte of the file is 0",
    ),
    "a pattern": ("path: no-*.csv\n  target: t\n", "2:9: data.path: no-*.csv: the pattern matches no file"),
    "a folder": ("path: .\n  target: t\n", "2:9: data.path: .: is a folder, expected a file"),
    "a file once more": ("path: [t.csv, '?.csv']\n  target: t\n", "2:17: data.path[1]: t.csv: is named twice"),
    "target": ("path: t.csv\n  target: no\n", f"3:11: data.target: t.csv:1: the file has no column 'no'; {CHOOSE}"),
    "one of the targets": ("path: t.csv\n  target: [x, no]\n", "3:15: data.target[1]: t.csv:1: the file has no column"),
    "drop": (TARGET + "  drop: no\n", "4:9: data.drop: t.csv:1: the file has no column 'no'"),
    "weight": (TARGET + "  weight: no\n", "4:11: data.weight: t.csv:1: the file has no column 'no'"),
    "split.by": (
        TARGET + "  split:\n    method: group\n    by: no\n",
        "6:9: data.split.by: t.csv:1: the file has no col",
    ),
    "columns": (TARGET + "  columns:\n    no: number\n", "5:5: data.columns.no: t.csv:1: the file has no column 'no'"),
    "part of a sequence": (
        TARGET + "  columns:\n    s: {sequence: [x, no]}\n",
        "5:5: data.columns.s: t.csv:1: the file has no column 'no'",
    ),
    "the target as part of a sequence": (
        TARGET + "  columns:\n    s: {sequence: [x, t]}\n",
        "5:5: data.columns.s: t.csv:1: 't' is not among the inputs",
    ),
    "nothing left": (TARGET + "  drop: [x, y, word]\n", "4:3: data.drop: t.csv:1: no column is left to predict from"),
    "names": (
        TARGET + "  format:\n    names: [x]\n",
        "5:5: data.format.names: t.csv:1: names 1 column, but the file has",
    ),
    "a date that is none": (TARGET + "  columns:\n    word: date\n", "5:5: data.columns.word: no format of dates fits"),
    "a kind that no cell has": (
        TARGET + "  columns:\n    word: number\n",
        "5:5: data.columns.word: t.csv:2: word: no cell of it fits: expected a number, got 'w0'",
    ),
    "a sequence of words": (
        TARGET + "  columns:\n    s: {sequence: [x, word]}\n",
        "5:5: data.columns.s: t.csv:2: word: no cell of it fits: expected a number, got 'w0'",
    ),
    "a weight of words": (
        TARGET + "  weight: word\n",
        "4:11: data.weight: t.csv:2: word: no cell of it fits: expected a",
    ),
    "a weight of words, rows dropped": (
        TARGET + "  weight: word\n  on_bad_row: drop\n",
        "4:11: data.weight: t.csv:2: word: expected a number, got 'w0'",
    ),
    "words for numbers": (
        "path: t.csv\n  target: word\n  columns: {word: number}\n",
        "3:11: data.target: t.csv: word: no row is left: the target has no number in any row",
    ),
    "sides that no cell names": (
        TARGET + "  split: {method: column, by: word}\n",
        "4:31: data.split.by: t.csv:2: word: expected train, validation or test, got 'w0'",
    ),
    "time that is text": (
        TARGET + "  split: {method: time, by: word}\n",
        "4:29: data.split.by: t.csv:1: word: is text, expected dates or numbers",
    ),
    "too few groups": (TARGET + "  split: {method: group, by: t}\n", "4:3: data.split: t.csv: by t no row is left for"),
    "one label": (
        "path: flat.csv\n  target: t\n",
        "3:11: data.target: flat.csv: t: every training row has the label 'a'",
    ),
    "one number": (
        "path: flat.csv\n  target: [x, y]\n",
        "3:15: data.target[1]: flat.csv: y: the target is 1 in every training row",
    ),
    "nothing but constants": (
        "path: flat.csv\n  target: x\n",
        "1:1: data.columns: flat.csv:1: no column is left to predict",
    ),
}


def told(data: str, *sets: str, rows: str = ROWS) -> list[str]:
    """Return what a config in the working directory is refused for."""
    Path("t.csv").write_text(rows)
    Path("flat.csv").write_text("x,y,t\n" + "".join(f"{n},1,a\n" for n in range(60)))
    Path("c.yaml").write_text(f"data:\n  {data}model: {{layers: [output]}}\n")
    with pytest.raises(DataError) as raised:
        make_plan(load([Path("c.yaml")], sets))
    return [str(problem) for problem in raised.value.problems]


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("data", "message"), IN_THE_CONFIG.values(), ids=IN_THE_CONFIG)
def test_what_the_config_is_to_be_mended_for_stands_there(data: str, message: str) -> None:
    (line,) = told(data)
    assert line.startswith(f"c.yaml:{message}")


def test_every_file_that_is_not_there_is_told() -> None:
    lines = told("path: [a.csv, b.csv]\n  target: t\n")
    assert [line.split(" ")[0] for line in lines] == ["c.yaml:2:10:", "c.yaml:2:17:"]


KINDS = TARGET + "  columns: {x: number, y: date, word: boolean}\n"
MIXED = ROWS.replace("\n7,0,", "\nno,0,")


def test_kinds_that_do_not_fit_and_cells_that_do_not_are_told_at_once() -> None:
    """Of a date that no format fits, a kind that no cell has, and one cell of a kind that the others fit."""
    lines = told(KINDS, rows=MIXED)
    starts = [
        "c.yaml:4:24: data.columns.y: no format of",
        "c.yaml:4:33: data.columns.word: t.csv:2: word: no cell of it",
    ]
    starts += ["t.csv:9: x: expected a number, got 'no'", "t.csv: set data.on_bad_row: drop"]
    assert [line[: len(start)] for line, start in zip(lines, starts, strict=True)] == starts
    dropping = told(KINDS + "  on_bad_row: drop\n", rows=MIXED)
    assert [line[: len(start)] for line, start in zip(dropping, starts[:2], strict=True)] == starts[:2]
    both = told(TARGET + "  columns: {y: date, word: date}\n")
    assert [line.partition(": no format")[0] for line in both] == [
        "c.yaml:4:13: data.columns.y",
        "c.yaml:4:22: data.columns.word",
    ]


def test_a_setting_stands_for_itself() -> None:
    assert told(TARGET, "data.path=missing.csv") == [
        "--set data.path=missing.csv: data.path: missing.csv: no such file in ./"
    ]


def test_a_column_is_named_whatever_it_is_called() -> None:
    """The place of a setting is told once; a column that has its name is no such place."""
    rows = "x,data\n" + "".join(f"{n},a\n" for n in range(60))
    (line,) = told("path: t.csv\n  target: data\n", rows=rows)
    assert line.startswith("c.yaml:3:11: data.target: t.csv: data: every training row has the label 'a'")


@pytest.mark.parametrize("row", ["no,1,w0,a", "1,1,w0,", "1,1"], ids=["a cell", "a target", "a row"])
def test_what_the_file_is_to_be_mended_for_stands_there(row: str) -> None:
    lines = told(TARGET + "  columns: {x: number}\n", rows=f"{ROWS}{row}\n")
    assert lines[0].startswith("t.csv:62: ")


def test_sides_that_some_cells_name_stand_in_the_file() -> None:
    lines = told(TARGET + "  split: {method: column, by: word}\n", rows=ROWS.replace("w4", "train"))
    assert lines[0] == "t.csv:2: word: expected train, validation or test, got 'w0'"
    assert len(lines) > 1
