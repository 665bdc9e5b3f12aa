"""Files of others: read as the run was trained, where they leave that open."""

import io
from pathlib import Path

import pytest

from nettrain.config.format import Format
from nettrain.data import foreign
from nettrain.data.chunks import Chunks
from nettrain.data.dialect import Marks
from nettrain.data.foreign import as_trained, named, opened_with
from nettrain.data.ingest import ingest
from nettrain.data.sources import piped
from nettrain.data.streams import AHEAD
from nettrain.data.values import Typing
from nettrain.errors import DataError
from tests.data.tables import BUDGET, column, rows

COMMA, POINT, GERMAN = Marks(",", ""), Marks(".", ""), Marks(",", ".")
MARKS = {
    "one or the other: as trained": ("1,234 5,678", COMMA, COMMA),
    "one or the other, trained with points": ("1,234 5,678", POINT, COMMA),
    "one or the other, trained with other groups": ("1,234 5,678", Marks(".", "'"), Marks(".", ",")),
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


UNLIKE = {
    "a decimal comma, as semicolons are beside it": (";", COMMA, "decimal", "the comma in 14,168 is taken for the"),
    "groups, as the file alone would be read": (
        "\t",
        Marks(".", ","),
        "thousands",
        "the comma in 14,168 is taken for a ",
    ),
}


@pytest.mark.parametrize(("delimiter", "marks", "field", "told"), UNLIKE.values(), ids=UNLIKE)
def test_what_the_marks_of_training_cannot_be_is_told(
    delimiter: str, marks: Marks, field: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_text(f"x{delimiter}word\n" + f"14,168{delimiter}a\n" * 9)
    read = as_trained(opened_with(named(tmp_path / "f.csv"), Format(), {}), Format(), POINT, ["x"])
    assert read.dialect is not None
    assert read.dialect.marks == marks
    assert list(read.unclear) == [field]
    assert read.unclear[field].startswith(told)
    pinned = Format(thousands=",")
    read = as_trained(opened_with(named(tmp_path / "f.csv"), pinned, {}), pinned, POINT, ["x"])
    assert (read.dialect and read.dialect.marks, read.unclear) == (Marks(".", ","), {})


ROWS = "1.5,u\n2.5,v\n" * 9
ALIKE = "c,u\nd,v\n" * 9
HEADERS: dict[str, tuple[bool | None, str, Format, tuple[int, str]]] = {
    "as trained": (True, f"x,w\n{ROWS}", Format(), (2, "")),
    "as trained, one row": (True, "x,w\n1.5,u\n", Format(), (2, "")),
    "as trained, without": (False, ROWS, Format(), (1, "")),
    "as trained, without, one row": (False, "1.5,u\n", Format(), (1, "")),
    "as trained, without, two rows of text": (False, "c,u\nd,v\n", Format(), (1, "")),
    "none, but named": (True, ROWS, Format(names=("x", "w")), (1, "")),
    "named anew": (True, f"a,b\n{ROWS}", Format(names=("x", "w")), (2, "")),
    "a header, trained without": (False, f"x,w\n{ROWS}", Format(), (2, "the first line (x, w) is taken for a h")),
    "text below a header": (
        False,
        f"col,let\n{ALIKE}",
        Format(),
        (2, "the first line (col, let) is taken for a h"),
    ),
    "names that go by places": (False, f"column_1,column_2\n{ROWS}", Format(), (2, "")),
    "a header that is pinned": (False, f"x,w\n{ROWS}", Format(header=True), (2, "")),
    "a row that is pinned": (False, f"x,w\n{ROWS}", Format(header=False), (1, "")),
    "trained on Parquet": (None, f"x,w\n{ROWS}", Format(), (2, "")),
}


@pytest.mark.parametrize(("headed", "text", "pins", "read"), HEADERS.values(), ids=HEADERS)
def test_a_header_is_one_as_in_training(
    headed: bool | None, text: str, pins: Format, read: tuple[int, str], tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_text(text)
    needed = dict.fromkeys(["column_1", "column_2"] if headed is False else ["x", "w"], "an input")
    opened = opened_with(named(tmp_path / "f.csv"), pins, needed, headed=headed)
    line, told = read
    assert (opened.names, opened.line) == (tuple(needed), line)
    assert list(opened.unclear) == (["header"] if told else [])
    assert opened.unclear.get("header", "").startswith(told)


LACKING = {
    "no header": (ROWS, foreign.HEADLESS.format(names="x, w")),
    "a row alone": ("39,a\n", foreign.LONELY.format(names="x, w")),
    "a header alone, of other names": ("v,u\n", "has a header but no rows"),
    "a header alone": ("x,w\n", "has a header but no rows"),
    "another header": (f"a,b\n{ROWS}", "has no column 'x'"),
    "names that are numbers": ("x,7\n" + "2,9.5\n" * 9, "has no column 'w'"),
}


@pytest.mark.parametrize(("text", "told"), LACKING.values(), ids=LACKING)
def test_columns_that_are_lacking_since_there_is_no_header(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(text)
    with pytest.raises(DataError) as found:
        opened_with(named(tmp_path / "f.csv"), Format(), dict.fromkeys(["x", "w"], "an input"), headed=True)
    assert told in found.value.problems[0].message


def test_a_header_of_a_pipe(tmp_path: Path) -> None:
    source = piped(io.BytesIO(f"x,w\n{ROWS}".encode()), "stdin", AHEAD)
    opened = opened_with(source, Format(), {"column_1": "an input"}, headed=False)
    kinds = {name: column("category") for name in opened.names}
    made = ingest([opened], Typing(kinds, ()), Chunks(BUDGET, tmp_path / "scratch"), ())
    assert len(rows(made)) == ROWS.count("\n")


def test_an_address_is_told_as_such_though_a_path_has_no_two_slashes_in_a_row() -> None:
    with pytest.raises(DataError, match=r"^https://e\.org/f\.csv: addresses are not read: download the file first"):
        named(Path("https://e.org/f.csv"))


def test_a_pinned_delimiter_that_leaves_one_column_is_told_only_where_columns_are_wanted(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("x,y\n1,2\n3,4\n")
    pins = Format(delimiter=";")
    with pytest.raises(DataError, match=r"f.csv:1: data.format.delimiter: leaves the first line in one cell"):
        opened_with(named(tmp_path / "f.csv"), pins, {"x": "an input of the network", "y": "an input"})
    assert opened_with(named(tmp_path / "f.csv"), pins, {"x,y": "an input of the network"}).names == ("x,y",)
