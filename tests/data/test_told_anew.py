"""What the first rows told wrongly is told anew from all: dates whose format, or value, comes late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from nettrain.components.column import Column
from nettrain.components.columns.boolean import Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data.dataset import Dataset, prepare

ROWS, FIRST = 6_000, 2_000
Cells = Callable[[int], str]


def day(n: int) -> date:
    """Return days in order: 1 to 10 of January in the first rows, 1 to 30 in all."""
    return date(2020, 1, 1) + timedelta(n * 30 // ROWS)


def later(first: str, cell: Cells) -> Cells:
    return lambda n: first if n < FIRST else cell(n)


CASES: dict[str, tuple[Cells, Column, str]] = {
    "American": (lambda n: f"{day(n):%m/%d/%Y}", Date(format="%m/%d/%Y"), "dates as %m/%d/%Y"),
    "American, with a time": (
        lambda n: f"{day(n):%m/%d/%Y} {n % 24:02}:{n % 60:02}",
        Date(format="%m/%d/%Y %H:%M"),
        "dates as %m/%d/%Y %H:%M",
    ),
    "European": (lambda n: f"{day(n):%d/%m/%Y}", Date(format="%d/%m/%Y"), "dates as %d/%m/%Y"),
    "not clear": (
        lambda n: f"0{n % 9 + 1}/0{n % 7 + 1}/2020",
        Date(format="%d/%m/%Y"),
        "dates as %d/%m/%Y; day or month first is not clear",
    ),
    "nothing, then dates": (later("", lambda n: f"{day(n)}"), Date(format="%Y-%m-%d"), "dates as %Y-%m-%d"),
    "nothing, then yes and no": (later("", lambda n: "yes" if n % 3 else "no"), Boolean(), "yes and no"),
    "nothing, then numbers": (later("", lambda n: f"{n % 77}"), Number(), "no value in the 2,000 rows looked at"),
    "nothing, then words": (later("", lambda n: "red" if n % 3 else "blue"), Category(), "text in many rows"),
    "numbers, then words": (lambda n: f"{n % 77}" if n < FIRST else "red", Category(), "text in many rows"),
    "yes and no, then maybe": (
        lambda n: "maybe" if n == ROWS - 1 else "yes" if n % 3 else "no",
        Category(),
        "text in many rows",
    ),
    "dates, then with times": (
        lambda n: f"{day(n)}" + (" 12:30" if n >= FIRST else ""),
        Category(),
        "text in many rows: some dates as %Y-%m-%d %H:%M, some as %Y-%m-%d",
    ),
}


def prepared(folder: Path, *files: Cells) -> Dataset:
    names = tuple(f"{number}.csv" for number in range(len(files)))
    for name, cell in zip(names, files, strict=True):
        rows = (f"{n * 37 % 101},{cell(n)},{'no' if n % 5 else 'yes'}\n" for n in range(ROWS))
        (folder / name).write_text("x,c,y\n" + "".join(rows))
    return prepare(DataConfig.model_validate({"path": names, "target": ("y",)}), folder, 0, EVERY_TASK)


def notes(made: Dataset) -> list[str]:
    return [notice.message for notice in made.notices if notice.path == "c"]


@pytest.mark.parametrize(("cell", "kind", "why"), CASES.values(), ids=CASES)
def test_kinds_hold_for_all_rows(tmp_path: Path, cell: Cells, kind: Column, why: str) -> None:
    made = prepared(tmp_path, cell)
    found = made.profiles["c"]
    assert (found.kind, str(found.why)) == (kind, why)
    assert made.drawn.table.bad.len() == 0
    assert any("not clear" in note for note in notes(made)) == found.why.unclear


def test_dates_that_differ_by_file_are_told(tmp_path: Path) -> None:
    made = prepared(tmp_path, lambda n: f"2020-01-{n % 28 + 1:02}", lambda n: f"{n % 28 + 1:02}.02.2020")
    assert notes(made) == [
        "has some dates as %Y-%m-%d, some as %d.%m.%Y: it is read as text; write them in one way to have dates"
    ]


SPELLINGS = "some dates as %Y-%m-%d, some as %Y-%m-%d %H:%M"


@pytest.mark.parametrize(
    ("days", "told", "more"),
    [
        (28, f"has {SPELLINGS}: it is read as text; ", ""),
        (ROWS, f"is left out as identifier: {SPELLINGS}; ", ", or declare its kind to keep it"),
    ],
)
def test_dates_that_one_format_reads_are_told_with_it(tmp_path: Path, days: int, told: str, more: str) -> None:
    """With and without a time of day: the config can have them as they stand."""

    def cell(n: int) -> str:
        moment = datetime(2020, 1, 1) + timedelta(days=n % days)
        return f"{moment:%Y-%m-%d}" if n % 3 else f"{moment:%Y-%m-%d %H:%M}"

    assert notes(prepared(tmp_path, cell)) == [f"{told}declare it {{date: {{format: iso}}}} to have dates{more}"]
