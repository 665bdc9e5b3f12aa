"""The beginning of a file: as much of it is read as tells its columns, from a file and from a pipe."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
import yaml

from nettrain.config.format import Format
from nettrain.data import opening
from nettrain.data.chunks import Chunks
from nettrain.data.ingest import Ingested, ingest
from nettrain.data.opening import Opened, open_file
from nettrain.data.sources import piped
from nettrain.data.streams import AHEAD, HEAD
from nettrain.data.values import Typing
from nettrain.errors import DataError
from tests.data.tables import BUDGET, column, ingested, opened, rows

WIDE = 300
LONG = {
    "a long cell in the first row": ("x,t,y\n", "1," + "r" * (HEAD + 1000) + ",a\n", "2,w,b\n", 40),
    "a longer one": ("x,t,y\n", "1," + "r" * (5 * HEAD) + ",a\n", "2,w,b\n", 40),
    "a quoted one of many lines": ("x,t,y\n", '1,"' + ("r" * 99 + "\n") * (HEAD // 33) + '",a\n', "2,w,b\n", 40),
    "many columns": (
        ",".join(f"c{n:01000}" for n in range(WIDE)) + "\n",
        ",".join("5" for _ in range(WIDE)) + "\n",
        ",".join("7" for _ in range(WIDE)) + "\n",
        30,
    ),
    "one long row alone": ("x,t,y\n", "1," + "r" * HEAD + ",a\n", "", 0),
}
"""Header, first row, further row and how many of it there are."""


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(("header", "first", "further", "count"), LONG.values(), ids=LONG)
def test_a_header_and_rows_longer_than_the_head(
    tmp_path: Path, header: str, first: str, further: str, count: int, pack: type
) -> None:
    content = pack((header + first + further * count).encode())
    file = opened(tmp_path, content)
    assert file.names == tuple(header.strip().split(","))
    assert file.sample.height >= min(1 + count, 2)
    through = open_file(piped(io.BytesIO(content), "stdin", AHEAD), Format())
    assert through.sample.equals(file.sample)
    assert len(rows(ingested(file))) == 1 + count
    assert len(rows(_through(through, tmp_path))) == 1 + count


def _through(file: Opened, folder: Path) -> Ingested:
    kinds = {name: column("category") for name in file.names}
    return ingest([file], Typing(kinds, ()), Chunks(BUDGET, folder / "scratch"), ())


TRAILING = {
    "each row": "a,b\n1,2,\n3,4,\n5,6, \n",
    "below a title": "of May\n\na,b\n1,2,\n3,4,\n5,6,\n",
    "below a header of two lines": '"a",b\n1,2,\n'.replace("a", "a\nname") + "3,4,\n",
}


@pytest.mark.parametrize("text", TRAILING.values(), ids=TRAILING)
def test_a_delimiter_at_the_end_of_each_row(tmp_path: Path, text: str) -> None:
    """The advice makes a table of it; a row that has cells behind the others, or too few, is only a row."""
    with pytest.raises(DataError) as refused:
        opened(tmp_path, text.encode())
    (problem,) = refused.value.problems
    told, _, beside = problem.message.partition("set data.format: ")
    assert told.startswith("every row ends with a delimiter that the header lacks")
    pins = yaml.safe_load(beside)
    made = rows(ingested(opened(tmp_path, text.encode(), **{**pins, "names": tuple(pins["names"])})))
    assert made[0][:2] == ("1", "2")
    assert len(made) == text.count(",\n") + text.count(", \n")


@pytest.mark.parametrize("row", ["7,8,9", "7,8", "7,8,,"])
def test_rows_that_end_in_different_ways(tmp_path: Path, row: str) -> None:
    file = opened(tmp_path, f"a,b\n1,2,\n3,4,\n{row}\n".encode(), delimiter=",", header=True, skip=0)
    assert file.names == ("a", "b")


def test_no_more_of_a_pipe_is_held_than_tells_its_columns() -> None:
    stream = io.BytesIO(b"a,b\n" + b"1,2\n" * AHEAD)
    open_file(piped(stream, "stdin", AHEAD), Format())
    assert stream.tell() == AHEAD


def test_a_first_row_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST", 4 * HEAD)
    with pytest.raises(DataError) as refused:
        opened(tmp_path, b"x,t,y\n1," + b"r" * (5 * HEAD) + b",a\n2,w,b\n")
    message = "f.csv:1: the header and the first row take more than 1 MiB; look for a quote that is never closed"
    assert str(refused.value) == message


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("pins", [{}, {"encoding": "utf-8"}, {"encoding": "utf-16"}], ids=str)
def test_utf_32_is_told(tmp_path: Path, codec: str, pins: dict[str, str]) -> None:
    content = ("x,y\n" + "".join(f"{n},b\u00f6\n" for n in range(100))).encode(codec)
    with pytest.raises(DataError) as refused:
        opened(tmp_path, content, **pins)
    assert str(refused.value) == "f.csv: looks like UTF-32, expected UTF-8: recode it with iconv -f UTF-32 -t UTF-8"


UTF_16 = "the file looks like UTF-16: leave the pin out, or write utf-16"
NO_UTF_16 = "no byte of the file is 0, as some are in UTF-16: leave the pin out, or name another encoding"
ENCODED = {
    "no UTF-16": ("utf-8", "utf-16", NO_UTF_16),
    "UTF-16 by its mark": ("utf-16", "latin-1", UTF_16),
    "UTF-16 without one": ("utf-16-be", "utf-8", UTF_16),
    "UTF-16 as pinned": ("utf-16-le", "utf-16", ""),
    "Latin-1 as pinned": ("latin-1", "latin-1", ""),
}


@pytest.mark.parametrize(("codec", "pin", "message"), ENCODED.values(), ids=ENCODED)
def test_a_pinned_encoding_that_the_file_has_not(tmp_path: Path, codec: str, pin: str, message: str) -> None:
    content = "x,y\n1,\u00f6\n2,b\n".encode(codec)
    if not message:
        assert opened(tmp_path, content, encoding=pin).sample.rows() == [("1", "\u00f6"), ("2", "b")]
        return
    with pytest.raises(DataError) as refused:
        opened(tmp_path, content, encoding=pin)
    assert str(refused.value) == f"f.csv: data.format.encoding: {message}"


DELIMITED = {
    "a comma": ("a,b,c\n1,2,3\n4,5,6\n", ";", 'by a comma has 3: write ","'),
    "a semicolon below a title": ("of May\n\na;b\n1;2\n3;4\n", ",", 'by a semicolon has 2: write ";"'),
    "blanks": ("a b\n1  2\n3  4\n", "\t", "by blanks has 2: write blanks"),
    "one column of numbers": ("a\n1\n2\n", ";", ""),
    "commas in one column of texts": ("text\nwell, yes\nso, so\nno, no\n", "\t", ""),
    "as pinned": ("a;b\n1,5;2\n", ";", ""),
}


@pytest.mark.parametrize(("text", "pin", "told"), DELIMITED.values(), ids=DELIMITED)
def test_a_pinned_delimiter_that_the_file_has_not(tmp_path: Path, text: str, pin: str, told: str) -> None:
    """It is told by who needs other columns; one column of cells with another delimiter may be meant."""
    misread = opened(tmp_path, text.encode(), delimiter=pin).misread
    message = f"leaves the first line in one cell, which {told}, or leave the pin out" if told else ""
    assert (misread.message if misread else "") == message


def test_names_do_not_hide_that_a_pinned_delimiter_is_not_the_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^f.csv:1: data.format.delimiter: leaves the first line in one cell"):
        opened(tmp_path, b"a,b\n1,2\n3,4\n", delimiter=";", names=("x", "y"))
