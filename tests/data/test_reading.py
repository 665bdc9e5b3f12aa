"""Reading: what is a table and what is refused, the same by the fast and by the slow way, in any cut."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
from pathlib import Path

import polars as pl
import pytest
from backports import zstd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nettrain.components.columns.category import Category
from nettrain.data import blocks, opening
from nettrain.data.dialect import Dialect
from nettrain.data.mends import DECLARED
from nettrain.data.values import Typing, typed
from nettrain.data.void import BLANKS
from nettrain.errors import DataError
from tests.data.tables import ingested, opened, rows

MARKS = ("NA", "?")
TABLES = {
    "plain": (b"a,b\n1,x\n2,y\n", [("1", "x"), ("2", "y")]),
    "missing marks and empty cells": (b"a,b\nNA,x\n,?\nz,\n", [(None, "x"), (None, None), ("z", None)]),
    "blanks around cells and names": (b" a , b\n 1 ,  x y \n ? ,z\n", [("1", "x y"), (None, "z")]),
    "quotes, commas and line ends in cells": (b'a,b\n"1,5","x\ny"\n2,z\n', [("1,5", "x\ny"), ("2", "z")]),
    "byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", [("1", "2")]),
    "CRLF": (b"a,b\r\n1,2\r\n3,4", [("1", "2"), ("3", "4")]),
    "CR": (b"a,b\r1,2\r3,4\r", [("1", "2"), ("3", "4")]),
    "last column missing": (b"a,b\n1,\n2,3\n", [("1", None), ("2", "3")]),
    "empty lines": (b"a,b\n\n1,2\n\n\n3,4\n\n", [("1", "2"), ("3", "4")]),
    "a quote inside of a cell": (b'a,b\n1,5" pipe\n2,"x, y"\n', [("1", '5" pipe'), ("2", "x, y")]),
    "doubled quotes": (b'a,b\n1,"say ""x"""\n', [("1", 'say "x"')]),
    "UTF-16": ("a,b\n1,\u00f6\n".encode("utf-16"), [("1", "\u00f6")]),
    "gzip": (gzip.compress(b"a,b\n1,2\n"), [("1", "2")]),
    "Zstandard": (zstd.compress(b"a,b\n1,2\n"), [("1", "2")]),
}


@pytest.mark.parametrize(("content", "cells"), TABLES.values(), ids=TABLES)
def test_read(tmp_path: Path, content: bytes, cells: list[tuple[str | None, ...]]) -> None:
    file = opened(tmp_path, content)
    made = ingested(file, missing=MARKS)
    assert file.names == ("a", "b")
    assert (rows(made), made.faults) == (cells, 0)


NUMBERS = ["1", "+1", "-1", "1.", ".5", "1e5", "1E-3", " 2", "2 ", "\t3", "", "0.1", "00012", "4.9e-324"]
NUMBERS += [str(2**53), str(-(2**130)), "0" * 40 + "1"]
NO_NUMBERS = ["nan", "inf", "-inf", "1e400", "1_000", "0x10", "1,5", "x", "--1", "-", ".", "9007199254740993"]
NO_NUMBERS += [str(-(2**130) - 1), "1" * 60, "1" * 400]


@pytest.mark.parametrize("cell", [*NUMBERS, *NO_NUMBERS])
def test_the_fast_and_the_slow_way_read_numbers_alike(tmp_path: Path, cell: str) -> None:
    content = f'a;b\n7;x\n{cell};y\n"8";z\n'.encode()
    pins = {"delimiter": ";", "decimal": ".", "thousands": "none"}
    file = opened(tmp_path, content, **pins)
    fast, slow = (ingested(way, {"a": "number"}) for way in (file, file._replace(fast=False)))
    assert rows(fast) == rows(slow)
    assert [str(p) for p in fast.problems] == [str(p) for p in slow.problems]
    assert (fast.faults, fast.tallies["a"].marks) == (slow.faults, slow.tallies["a"].marks)
    assert fast.faults == (cell in NO_NUMBERS)
    if cell in NUMBERS:
        assert rows(fast)[1][0] == (float(cell) if cell.strip() else None)


SPELLINGS = {
    "decimal comma": ({"decimal": ","}, ["1,5", "-2,25e2", "3"], [1.5, -225.0, 3.0]),
    "thousands and decimals, English": ({"thousands": ","}, ["1,234.5", "12,345,678", "1"], [1234.5, 12345678.0, 1.0]),
    "thousands and decimals, German": (
        {"decimal": ",", "thousands": "."},
        ["1.234,5", "12.345", "1,25"],
        [1234.5, 12345.0, 1.25],
    ),
    "raised commas": ({"thousands": "\u2019"}, ["-1\u2019234", "1\u2019234\u2019567.5"], [-1234.0, 1234567.5]),
    "apostrophes": ({"thousands": "'"}, ["1'234", "1'234'567.5"], [1234.0, 1234567.5]),
}


@pytest.mark.parametrize(("pins", "cells", "numbers"), SPELLINGS.values(), ids=SPELLINGS)
def test_numbers_as_countries_write_them(
    tmp_path: Path, pins: dict[str, str], cells: list[str], numbers: list[float]
) -> None:
    content = "a;b\n" + "".join(f"{cell};x\n" for cell in cells)
    made = ingested(opened(tmp_path, content.encode(), delimiter=";", **pins), {"a": "number"})
    assert [row[0] for row in rows(made)] == numbers


@pytest.mark.parametrize(
    ("pins", "cell"),
    [
        ({"decimal": ","}, "1.5"),
        ({"thousands": ","}, "12,34"),
        ({"thousands": ","}, "0,379"),
        ({"thousands": ","}, "-00,123"),
        ({"decimal": ",", "thousands": "."}, "0.379"),
    ],
)
def test_a_number_in_another_spelling_is_a_fault(tmp_path: Path, pins: dict[str, str], cell: str) -> None:
    made = ingested(opened(tmp_path, f"a;b\n1;x\n{cell};y\n".encode(), delimiter=";", **pins), {"a": "number"})
    assert str(made.problems[0]) == f"f.csv:3: a: expected a number, got '{cell}'; {DECLARED}"


def test_a_mark_that_is_a_number(tmp_path: Path) -> None:
    made = ingested(opened(tmp_path, b"a,b\n-200,x\n-200.0,y\n3,-200\n"), {"a": "number"}, missing=["-200"])
    assert rows(made) == [(None, "x"), (None, "y"), (3.0, None)]
    assert made.tallies["a"].marks == {"-200": 2}


@pytest.mark.parametrize(
    ("missing", "absent"),
    [(["1.000"], {"1.000": 1}), (["1,0"], {"1,0": 1}), ([" - "], {"-": 1}), (["x", "3.000"], {"3.000": 1})],
)
def test_a_mark_is_written_as_the_file_writes_numbers(
    tmp_path: Path, missing: list[str], absent: dict[str, int]
) -> None:
    file = opened(tmp_path, b"a;b\n1.000;x\n1;y\n3.000;z\n - ;w\n", delimiter=";", decimal=",", thousands=".")
    made = ingested(file, {"a": "number"}, missing)
    assert made.tallies["a"].marks == absent


@pytest.mark.parametrize("missing", [["-9999999", "-9999998"], ["NA", "-9999999", "-9999998", "-9999999.0", "-1e7"]])
@pytest.mark.parametrize("fast", [True, False])
def test_marks_are_named_as_the_config_writes_them(tmp_path: Path, missing: list[str], fast: bool) -> None:
    """Several that are the same number count under the first, whatever way the cells are read."""
    file = opened(tmp_path, b"a,b\n-9999999,x\n-9999998,y\n3,z\n-9999999.0,w\n,v\n")
    made = ingested(file._replace(fast=fast), {"a": "number"}, missing)
    assert made.tallies["a"].marks == {"-9999999": 2, "-9999998": 1, "": 1}


@pytest.mark.parametrize("few", [frozenset(), frozenset({"w"})])
def test_a_mark_counts_without_the_blanks_around_it(few: frozenset[str]) -> None:
    cells = pl.DataFrame({"w": ["-", " - ", "a"]}).cast(pl.Categorical if few else pl.String)
    values = typed(cells, Typing({"w": Category()}, (" - ",), few=few), None)
    assert values.frame.get_column("w").to_list() == [None, None, "a"]
    assert values.marks == {"w": {"-": 2}}


DIGITS = "has more digits than a number holds exactly (float64); declare the column as category, or drop it"
WRONG = {
    "9007199254740993": ("number", f"9007199254740993 {DIGITS}"),
    " -9007199254740993": ("number", f"-9007199254740993 {DIGITS}"),
    "--1": ("number", f"expected a number, got '--1'; {DECLARED}"),
    "+-9007199254740993": ("number", f"expected a number, got '+-9007199254740993'; {DECLARED}"),
    "\u00b2": ("number", f"expected a number, got '\u00b2'; {DECLARED}"),
    "\u0661" * 17: ("number", f"expected a number, got '{chr(0x661) * 17}'; {DECLARED}"),
    "2023-02-30": (
        {"date": {"format": "%Y-%m-%d"}},
        f"expected a date or time as %Y-%m-%d, got '2023-02-30'; {DECLARED}",
    ),
}
"""By cell: the kind of its column, and what is said of it."""


@pytest.mark.parametrize(("cell", "kind", "message"), [(cell, *wrong) for cell, wrong in WRONG.items()], ids=WRONG)
def test_what_is_said_of_a_cell(tmp_path: Path, cell: str, kind: object, message: str) -> None:
    made = ingested(opened(tmp_path, f"a,b\n{cell},x\n,y\n".encode(), header=True), {"a": kind})
    assert [str(problem) for problem in made.problems] == [f"f.csv:2: a: {message}"]


FRAMES = {
    "numbers, words and truth values": (
        pl.DataFrame({"a": [1, None, 3], "b": ["x", "", "NA"], "c": [True, False, None]}),
        {"a": "number", "c": "boolean"},
        [(1.0, "x", True), (None, None, False), (3.0, None, None)],
    ),
    "numbers only": (
        pl.DataFrame({"a": [1.5, None, 3.0], "b": [1, 2, 3]}),
        {"a": "number", "b": "number"},
        [(1.5, 1.0), (None, 2.0), (3.0, 3.0)],
    ),
    "words only": (
        pl.DataFrame({"a": ["x", "?", "y"], "b": ["1", "2", "z"]}),
        {"a": "category", "b": "category"},
        [("x", "1"), (None, "2"), ("y", "z")],
    ),
    "numbers that are not finite": (
        pl.DataFrame({"a": [1.0, float("nan"), 3.0], "b": [1, 2, 3]}),
        {"a": "number", "b": "number"},
        [(1.0, 1.0), (None, 2.0), (3.0, 3.0)],
    ),
}
"""By what a Parquet file holds: the kinds of its columns, and what is read."""


@pytest.mark.parametrize(("frame", "kinds", "expected"), FRAMES.values(), ids=FRAMES)
def test_parquet(
    tmp_path: Path, frame: pl.DataFrame, kinds: dict[str, str], expected: list[tuple[object, ...]]
) -> None:
    packed = io.BytesIO()
    frame.write_parquet(packed)
    assert rows(ingested(opened(tmp_path, packed.getvalue()), kinds, missing=MARKS)) == expected


def test_rows_beyond_the_budget_go_to_disk_and_come_back_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 64)
    content = "a,b\n" + "".join(f"{n},w{n % 3}\n" for n in range(200))
    file = opened(tmp_path, content.encode())
    held, spilled = ingested(file, {"a": "number"}), ingested(file, {"a": "number"}, budget=100)
    assert spilled.table.chunks.spilled
    assert not held.table.chunks.spilled
    assert rows(held) == rows(spilled)
    assert [spilled.table.place(row).line for row in (0, 99, 199)] == [2, 101, 201]
    assert list((tmp_path / "scratch").iterdir()) == [], "the file has no name"


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    file = opened(tmp_path, b"a,b\n1,2\n")
    (tmp_path / "f.csv").write_bytes(b"a,b\n1,2\n3,4\n")
    with pytest.raises(DataError, match="changed while it was read"):
        ingested(file)


CELLS = st.text(st.sampled_from("ab1.,;|\t \"'\\\n\r\u00e9#:"), max_size=6)
WRITERS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "quotechar": st.sampled_from("\"'"),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "escaped": st.booleans(),
    }
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    writer=WRITERS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
    size=st.sampled_from([7, 64, 1 << 20]),
)
def test_what_a_writer_wrote_is_read_back(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: list[list[str]],
    writer: dict[str, object],
    encoding: str,
    size: int,
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", size)
    pins = {
        "delimiter": writer["delimiter"],
        "quote": writer["quotechar"],
        "header": True,
        "skip": 0,
        "comment": "none",
    }
    options = {name: value for name, value in writer.items() if name != "escaped"}
    if writer["escaped"]:
        options |= {"doublequote": False, "escapechar": "\\"}
        pins["escape"] = "\\"
    else:
        pins["escape"] = "none"
    names = [f"c{number}" for number in range(len(table[0]))]
    text = io.StringIO()
    csv.writer(text, **options).writerows([names, *table])  # type: ignore[arg-type]
    options.pop("lineterminator")
    again = csv.reader(io.StringIO(text.getvalue(), newline=""), **options)  # type: ignore[arg-type]
    assume([row for row in again if row] == [names, *table])  # a writer does not always quote a lone line end
    content = text.getvalue().encode(encoding)
    file = opened(tmp_path, content, encoding=encoding.removesuffix("-sig"), **pins)
    made = ingested(file)
    assert rows(made) == [tuple(cell.strip(" \t\n\r") or None for cell in row) for row in table]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text("ab,;\"'\n\r\t1.\0# ", max_size=80).map(str.encode))
def test_random_bytes_are_a_table_or_a_data_error(tmp_path: Path, content: bytes) -> None:
    with contextlib.suppress(DataError):  # and nothing else
        made = ingested(opened(tmp_path, content))
        assert made.faults or all(any(cell is not None for cell in row) for row in rows(made))


LINES = st.sampled_from(
    ["1,x", "2.5,y", "", "", ",", "a,b", '"1","x"', '"1","x ""y"""', '3,"x\ny"', "1", "1,2,3", 'x"y,1', " "]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(LINES, max_size=12),
    end=st.sampled_from(["\n", "\r\n", " \n"]),
    between=st.sampled_from([",", " ", "\t  "]),
    size=st.sampled_from([7, 30, 1 << 20]),
)
def test_the_fast_way_gives_what_the_slow_way_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str], end: str, between: str, size: int
) -> None:
    """Values, faults and lines, of rows that are empty, quoted, over several lines, too short, too long, no numbers."""
    monkeypatch.setattr(blocks, "BLOCK", size)
    content = end.join(["n,word", "0,x", *told, "9,z", ""])
    file = opened(
        tmp_path, content.encode(), delimiter=",", header=True, quote='"', skip=0, comment="none", escape="none"
    )
    assert file.fast
    fast, slow = (ingested(way, {"n": "number"}) for way in (file, file._replace(fast=False)))
    assert rows(fast) == rows(slow)
    assert (list(map(str, fast.problems)), fast.faults) == (list(map(str, slow.problems)), slow.faults)
    assert fast.tallies["n"] == slow.tallies["n"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("between", "quote"), [(",", '"'), ("  ", ""), (" \t", "")])
def test_empty_lines_and_runs_of_blanks_are_read_fast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: str, quote: str, end: str
) -> None:
    """Many a file ends with an empty line; what follows one is told with its own line."""
    monkeypatch.setattr("nettrain.data.reading._slow", None)
    content = end.join(["a,b", "", "1,x", "", "", f"2,{quote}y{quote}", "z,y", "", ""]).replace(",", between)
    file = opened(tmp_path, content.encode(), delimiter="," if between == "," else "blanks", header=True, skip=0)
    made = ingested(file, {"a": "number"})
    assert rows(made) == [(1.0, "x"), (2.0, "y"), (None, "y")]
    assert [str(problem).split(": ")[0] for problem in made.problems] == ["f.csv:7"]


def test_names_for_a_file_without_a_header(tmp_path: Path) -> None:
    assert opened(tmp_path, b"1,2\n3,4\n", header=False).names == ("column_1", "column_2")
    assert opened(tmp_path, b"1,2\n3,4\n", header=False, names=("x", "y")).names == ("x", "y")
    with pytest.raises(DataError, match="names 3 columns, but the file has 2"):
        opened(tmp_path, b"1,2\n3,4\n", header=False, names=("x", "y", "z"))


def test_lines_before_the_header_and_comments_count(tmp_path: Path) -> None:
    file = opened(tmp_path, b"report\n\n# made today\na,b\n1,2\n# note\nx,3\n", skip=2, comment="#")
    made = ingested(file, {"a": "number"})
    assert file.names == ("a", "b")
    assert str(made.problems[0]).startswith("f.csv:7: a: expected a number, got 'x'")


def test_a_sample_is_the_beginning(tmp_path: Path) -> None:
    content = "a,b\n" + "".join(f"{n},{n}\n" for n in range(3000))
    file = opened(tmp_path, content.encode())
    assert file.sample.height == opening.SAMPLE
    assert file.dialect == Dialect()
    assert file.line == 2


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        ([" a", "a", "a\u3000", "?", " ? ", "", " ", None, "b\tc", "\x1cd"], {"": 3, "?": 2}),
        (["a", None, "b", "a", None], {"": 2}),
    ],
    ids=["blanks", "nothing to tidy"],
)
def test_words_that_are_held_once_are_tidied_as_text_is(cells: list[str | None], marks: dict[str, int]) -> None:
    """Blanks around a word, marks for "no value" and what is counted come out as for cells that stay text."""
    text = pl.DataFrame({"w": cells}, {"w": pl.String})
    kinds = {"w": Category()}
    apart = typed(text, Typing(kinds, ("?",)), None)
    once = typed(text.cast(pl.Categorical), Typing(kinds, ("?",), few=frozenset(kinds)), None)
    assert once.frame.schema["w"] == pl.Categorical
    assert once.frame.cast(pl.String).equals(apart.frame)
    assert once.marks == apart.marks == {"w": marks}
    assert once.met["w"].missing == apart.met["w"].missing == sum(marks.values())
    assert once.met["w"].words.sort("level").equals(apart.met["w"].words.sort("level"))


def test_blanks_are_those_of_polars() -> None:
    letters = pl.Series([chr(number) for number in range(1, 0xD800)])
    assert set(letters.filter(letters.str.strip_chars() == "")) == set(BLANKS)
