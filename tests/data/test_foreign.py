"""Files of others: read as the run was trained, where they leave that open."""

from pathlib import Path

import pytest

from nettrain.config.format import Format
from nettrain.data.dialect import Marks
from nettrain.data.foreign import as_trained, named, opened_with

COMMA, POINT, GERMAN = Marks(",", ""), Marks(".", ""), Marks(",", ".")
MARKS = {
    "one or the other: as trained": ("1,234 5,678", COMMA, COMMA),
    "one or the other, trained with points": ("1,234 5,678", POINT, Marks(".", ",")),
    "proved by the file": ("1,234 0,678", COMMA, COMMA),
    "a lone point is what it was": ("1.234 5.678", GERMAN, GERMAN),
    "a lone point that was never a group": ("1.234 5.678", COMMA, POINT),
    "other marks than the run's": ("1.5 22.75", COMMA, POINT),
    "no marks at all": ("15 22", COMMA, COMMA),
    "no training marks": ("1,234 5,678", None, Marks(".", ",")),
    "as many lost either way": ("x y", COMMA, COMMA),
    "empty cells say nothing": ("1,234  ", COMMA, COMMA),
}


@pytest.mark.parametrize(("cells", "trained", "marks"), MARKS.values(), ids=MARKS)
def test_numbers_are_written_as_in_training_unless_that_does_not_fit(
    cells: str, trained: Marks | None, marks: Marks, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_text("x;word\n" + "".join(f"{cell};a\n" for cell in cells.split(" ")))
    opened = opened_with(named(tmp_path / "f.csv"), Format(delimiter=";", header=True), {"x": "an input"})
    read = as_trained(opened, Format(), trained, ["x", "absent"]).dialect
    assert read is not None
    assert read.marks == marks
    assert as_trained(opened, Format(), trained, []) == opened


PINNED = {
    "a mark between thousands": (Format(thousands=","), COMMA, Marks(".", ",")),
    "none between thousands": (Format(thousands="none", decimal="."), Marks(".", ","), POINT),
    "the decimal mark": (Format(decimal=","), Marks(".", ","), COMMA),
    "the marks of training": (Format(decimal=","), COMMA, COMMA),
}


@pytest.mark.parametrize(("pins", "trained", "marks"), PINNED.values(), ids=PINNED)
def test_what_is_pinned_for_the_file_stays(pins: Format, trained: Marks, marks: Marks, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("x;word\n" + "1,234;a\n" * 3)
    pins = pins.model_copy(update={"delimiter": ";", "header": True})
    read = as_trained(opened_with(named(tmp_path / "f.csv"), pins, {}), pins, trained, ["x"])
    assert read.dialect is not None
    assert (read.dialect.marks, read.unclear) == (marks, {})
