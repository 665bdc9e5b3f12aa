"""Reading: what is a table, what is refused, and with which line."""

from pathlib import Path

import pytest

from nettrain.data.reading import Source, Table, joined, read
from nettrain.errors import DataError

MARKS = ("NA", "?")

TABLES = {
    "plain": (b"a,b\n1,x\n2,y\n", {"a": ["1", "2"], "b": ["x", "y"]}),
    "missing marks and empty cells": (b"a,b\nNA,x\n,?\n", {"a": [None, None], "b": ["x", None]}),
    "blanks around cells and names": (b" a , b\n 1 ,  x y \n ? ,z\n", {"a": ["1", None], "b": ["x y", "z"]}),
    "quotes, commas and line ends in cells": (b'a,b\n"1,5","x\ny"\n', {"a": ["1,5"], "b": ["x\ny"]}),
    "byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", {"a": ["1"], "b": ["2"]}),
    "carriage returns": (b"a,b\r\n1,2\r\n3,4", {"a": ["1", "3"], "b": ["2", "4"]}),
    "last column missing": (b"a,b\n1,\n2,3\n", {"a": ["1", "2"], "b": [None, "3"]}),
}

REFUSED = {
    "empty": (b"", ["f.csv:1: the file is empty, expected a header line and rows"]),
    "header alone": (b"a,b\n", ["f.csv:1: has a header but no rows"]),
    "short row": (b"a,b\n1,2\n3\n4,5\n", ["f.csv:3: has 1 cell, expected 2 as in the header"]),
    "long row": (b"a,b\n1,2\n3,4,5\n", ["f.csv:3: has 3 cells, expected 2 as in the header"]),
    "short row after a cell of two lines": (
        b'a,b\n"1\n1",2\n3\n',
        ["f.csv:4: has 1 cell, expected 2 as in the header"],
    ),
    "name given twice": (b"a,b,a\n1,2,3\n", ["f.csv:1: the header names 'a' twice, for columns 1 and 3"]),
    "column without a name": (b"a,,b\n1,2,3\n", ["f.csv:1: column 2 has no name in the header"]),
    "not UTF-8": (b"a,b\n\xff,2\n", ["f.csv: is not a CSV in UTF-8: invalid utf-8 sequence"]),
}


def table(folder: Path, content: bytes, name: str = "f.csv") -> Table:
    (folder / name).write_bytes(content)
    return read(Source(folder / name, name), MARKS)


@pytest.mark.parametrize(("content", "cells"), TABLES.values(), ids=TABLES)
def test_read(tmp_path: Path, content: bytes, cells: dict[str, list[str | None]]) -> None:
    assert table(tmp_path, content).frame.to_dict(as_series=False) == cells


@pytest.mark.parametrize(("content", "problems"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, content: bytes, problems: list[str]) -> None:
    with pytest.raises(DataError) as refused:
        table(tmp_path, content)
    assert [str(p) for p in refused.value.problems] == problems


def test_many_problems_are_cut(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        table(tmp_path, b"a,b\n" + b"1,2,3\n" * 50)
    assert len(refused.value.problems) == 21
    assert str(refused.value.problems[-1]) == "f.csv: and 30 more problems"


def test_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "penguins.csv").write_bytes(b"a\n1\n")
    with pytest.raises(DataError, match=r"pengins.csv: no such file; did you mean 'penguins.csv'"):
        read(Source(tmp_path / "pengins.csv", "pengins.csv"), MARKS)
    with pytest.raises(DataError, match="is a folder, expected a CSV file"):
        read(Source(tmp_path, "folder"), MARKS)


def test_rows_know_their_file(tmp_path: Path) -> None:
    first = table(tmp_path, b"a,b\n1,2\n3,4\n", "one.csv")
    both = joined([first, table(tmp_path, b"b,a,c\n6,5,7\n", "two.csv")])
    assert both.frame.to_dict(as_series=False) == {"a": ["1", "3", "5"], "b": ["2", "4", "6"]}
    assert [(both.source_of(n)[0].shown, both.source_of(n)[1]) for n in range(3)] == [
        ("one.csv", 0),
        ("one.csv", 1),
        ("two.csv", 0),
    ]
    with pytest.raises(DataError, match=r"three.csv:1: lacks the column 'b', which one.csv has"):
        joined([first, table(tmp_path, b"a\n1\n", "three.csv")])
