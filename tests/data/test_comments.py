"""Lines that are left out as comments behind the beginning that is looked at: those that may be rows are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.components.columns.category import Category
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data import reading
from nettrain.data.dataset import prepare
from nettrain.data.flow import Flow
from nettrain.data.foreign import named, opened_with
from nettrain.errors import DataError
from tests.data.tables import gone_through

KEY = "data.format.comment"
FIRST = 4003
"""The line of the first row behind the mark, far behind the characters that are looked at."""


@pytest.fixture(autouse=True)
def stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "STRETCH", 700)


def file(folder: Path, comment: str, late: list[str]) -> DataConfig:
    """Write a comment, a header, 4,000 rows, `late` lines and a row."""
    rows = [f"word,{n % 97},{n % 89}" for n in range(4000)]
    (folder / "f.csv").write_text("\n".join([comment, "c,x,y", *rows, *late, "word,3,4"]) + "\n")
    return DataConfig.model_validate({"path": ("f.csv",), "target": ("y",), "columns": {"c": "category"}})


def pinned(data: DataConfig, mark: str | None) -> DataConfig:
    return data.model_copy(update={"format": data.format.model_copy(update={"comment": mark})})


def told(folder: Path, data: DataConfig) -> list[list[str]]:
    """Return what reading the rows for training tells of comments, and what going through them tells."""
    try:
        made = prepare(data, folder, 0, EVERY_TASK)
        here = [f"{KEY}: {notice.message}" for notice in made.notices if notice.path == KEY]
    except DataError as error:
        here = [str(error).removeprefix(f"{folder}/")]
    opened = opened_with(named(folder / "f.csv"), data.format, {"y": "an input"})
    flow = Flow(data, opened, {name: Category() for name in opened.names})
    try:
        list(gone_through(flow))
        there = [f"{KEY}: {doubt}" for doubt in flow.doubts_of_comments()]
    except DataError as error:
        there = [str(error).removeprefix(f"{folder}/")]
    return [here, there]


FAULT = f"f.csv:{FIRST}: {KEY}: "
CASES: dict[str, tuple[str, list[str], str | None, str]] = {
    "rows": (
        "#by hand",
        ["#t,1,2", "#t,3,4"],
        None,
        f"{FAULT}2 lines, of which this is the first, are left out as comments, behind '#', with as many cells as a row"
        f'; set {KEY}: none to read such lines, or "#" to leave them out',
    ),
    "rows that a blank tells from comments": (
        "# by hand",
        [*["#t,1,2", "t,3,4"] * 600, "# a note"] + ["#t,5,6"] * 3,
        None,
        f"{FAULT}603 lines, of which this is the first, are left out as comments, behind '#', with as many cells as a "
        f'row; set {KEY}: "# " to read such lines, or "#" to leave them out',
    ),
    "no more rows than comments": (
        "#by hand",
        ["#t,1,2", "# a, note", "t,5,6"],
        None,
        f"{KEY}: 1 line behind '#' (line {FIRST}) is taken for a comment, but has as many cells as a row; "
        f"settle it with {KEY}",
    ),
    "a mark that was pinned": (
        "#by hand",
        ["#t,1,2", "#t,3,4"],
        "#",
        f"{KEY}: 2 lines behind '#' (the first is line {FIRST}) are taken for comments, but have as many cells as a "
        "row",
    ),
    "comments only": ("#by hand", ["#t", "#t,1", "#t,,,", "#t,1,2,3"], None, ""),
    "a mark that is none": ("", ["#t,1,2", "#t,3,4"], None, ""),
}


@pytest.mark.parametrize(("comment", "late", "pin", "expected"), CASES.values(), ids=CASES)
def test_rows_behind_the_mark_of_comments(
    tmp_path: Path, comment: str, late: list[str], pin: str | None, expected: str
) -> None:
    data = pinned(file(tmp_path, comment, late), pin)
    assert told(tmp_path, data) == [[expected] if expected else []] * 2


def test_what_a_fault_advises_reads_the_rows(tmp_path: Path) -> None:
    data = pinned(file(tmp_path, "# by hand", ["#t,1,2"] * 5), "# ")
    assert told(tmp_path, data) == [[], []]
    assert prepare(data, tmp_path, 0, EVERY_TASK).drawn.table.rows == 4006
