"""Records: which cells a line holds, where a record starts, and what is wrong with it."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nettrain.data.dialect import BLANKS, Dialect
from nettrain.data.records import UNCLOSED, Record, records

COMMA = Dialect()
SPACED = Dialect(delimiter=BLANKS)
SINGLE = Dialect(quote="'")
ESCAPED = Dialect(escape="\\")


def read(text: str, dialect: Dialect) -> list[Record]:
    return list(records(io.StringIO(text, newline=""), dialect))


CELLS = {
    "header and rows": ("a,b\n1,2\n", COMMA, [["a", "b"], ["1", "2"]]),
    "nothing": ("", COMMA, []),
    "no last line end": ("a,b\n1,2", COMMA, [["a", "b"], ["1", "2"]]),
    "line ends of three kinds": ("a,b\r\n1,2\r3,4\n", COMMA, [["a", "b"], ["1", "2"], ["3", "4"]]),
    "empty lines": ("\n\na,b\n  \t \n\r\n1,2\n\n", COMMA, [["a", "b"], ["1", "2"]]),
    "a quoted empty cell is a record": ('""\n', COMMA, [[""]]),
    "empty cells": (",\n,,\n", COMMA, [["", ""], ["", "", ""]]),
    "a tab is a delimiter, not an empty line": ("a\tb\n\t\n  \n", Dialect(delimiter="\t"), [["a", "b"], ["", ""]]),
    "blanks are kept": (" a , b\n", COMMA, [[" a ", " b"]]),
    "delimiter in quotes": ('"a,b",c\n', COMMA, [["a,b", "c"]]),
    "line ends in quotes": ('"a\r\nb\rc\n\nd",e\n1,2\n', COMMA, [["a\r\nb\rc\n\nd", "e"], ["1", "2"]]),
    "doubled quote": ('"say ""x""",1\n', COMMA, [['say "x"', "1"]]),
    "quote in a plain cell": ('5" pipe,6"\n', COMMA, [['5" pipe', '6"']]),
    "apostrophe": ("it's,1\n", SINGLE, [["it's", "1"]]),
    "single quotes": ("'a,b','it''s'\n", SINGLE, [["a,b", "it's"]]),
    "no quotes": ('"a,b"\n', Dialect(quote=""), [['"a', 'b"']]),
    "escaped quote": ('"\\"a\\" b",1\n', ESCAPED, [['"a" b', "1"]]),
    "escaped escape": ('"a\\\\",1\n', ESCAPED, [["a\\", "1"]]),
    "blank before a quote": ('1, "a, b", 2\n', COMMA, [["1", "a, b", "2"]]),
    "blank before a quote in every cell": (' "a", "b"\n', COMMA, [["a", "b"]]),
    "blank before a quote, over two lines": ('1, "a\nb, c", 2\n3,4\n', COMMA, [["1", "a\nb, c", "2"], ["3", "4"]]),
    "blank behind a quote": ('"a" ,b\n"c"  \n1,2\n', COMMA, [["a ", "b"], ["c  "], ["1", "2"]]),
    "blank behind a quote, over two lines": ('"a" ,"b\nc" ,d\n1\n', COMMA, [["a ", "b\nc ", "d"], ["1"]]),
    "blanks on both sides": ('x, "a, b" , "c"\n', COMMA, [["x", "a, b ", "c"]]),
    "quotes that only look padded": ('"a, ""b"" , c", d\n', COMMA, [['a, "b" , c', " d"]]),
    "padded quote, and blanks inside": ('"a "" , b" ,c\n', COMMA, [['a " , b ', "c"]]),
    "comment": ("#x\na,b\n # y\n1,#2\n", Dialect(comment="#"), [["a", "b"], ["1", "#2"]]),
    "comment mark in quotes": ('"a\n#b",1\n#c\n', Dialect(comment="#"), [["a\n#b", "1"]]),
    "comment of two characters": ("// x\n/ y\n", Dialect(comment="//"), [["/ y"]]),
    "skipped lines": ('"unclosed\nReport\na,b\n', Dialect(skip=2), [["a", "b"]]),
    "more skipped than there are": ("a\n", Dialect(skip=3), []),
    "blanks between cells": ("  a \t b\t\tc  \n\n1 2 3\r\n", SPACED, [["a", "b", "c"], ["1", "2", "3"]]),
    "quoted cell between blanks": ("'a  b' it's 2\n", SPACED._replace(quote="'"), [["a  b", "it's", "2"]]),
    "quotes doubled between blanks": ('1 "say ""x y"" " ""\n', SPACED, [["1", 'say "x y" ', ""]]),
    "quotes escaped between blanks": ('"a \\" b" c\n', SPACED._replace(escape="\\"), [['a " b', "c"]]),
    "quote within a word between blanks": ('5" pipe\n', SPACED, [['5"', "pipe"]]),
    "a no-break blank is part of a cell": ("a\u00a0b c\n", SPACED, [["a\u00a0b", "c"]]),
    "a blank as the delimiter": ('a  "b c"\n', Dialect(delimiter=" "), [["a", "", "b c"]]),
    "undecodable bytes": ("\udce9,1\n", COMMA, [["\udce9", "1"]]),
}


@pytest.mark.parametrize(("text", "dialect", "cells"), CELLS.values(), ids=CELLS)
def test_cells(text: str, dialect: Dialect, cells: list[list[str]]) -> None:
    found = read(text, dialect)
    assert [record.cells for record in found] == cells
    assert [record.fault for record in found] == [""] * len(cells)


LINES = {
    "plain": ("a\nb\n", COMMA, [1, 2]),
    "skipped, empty and comment lines count": ("x\n\n#c\na\r\n#d\rb\n", Dialect(skip=1, comment="#"), [4, 6]),
    "cells over several lines": ('a\n"1\n2\r\n3"\nb\n', COMMA, [1, 2, 5]),
    "records that are read twice": ('1, "a\nb"\n"c" ,d\n"e\n"x\nf\n', COMMA, [1, 3, 4, 6]),
    "between blanks": ("\n a b\n\n1 2\n", SPACED, [2, 4]),
}


@pytest.mark.parametrize(("text", "dialect", "lines"), LINES.values(), ids=LINES)
def test_lines(text: str, dialect: Dialect, lines: list[int]) -> None:
    assert [record.line for record in read(text, dialect)] == lines


UNCLOSED = UNCLOSED
AFTER = "text follows the closing quote of a cell; double the quotes that belong to a cell"
NUL = "a cell holds a NUL character"
FAULTS = {
    "never closed": ('a,b\n1,"x\n2,y\n', COMMA, [(1, ""), (2, UNCLOSED)]),
    "never closed in the last line": ('a\n"x', COMMA, [(1, ""), (2, UNCLOSED)]),
    "never closed behind a blank": ('1, "x\n2\n', COMMA, [(1, UNCLOSED)]),
    "never closed behind a padded cell": ('"a" ,"x\n2\n', COMMA, [(1, UNCLOSED)]),
    "text after a quote": ('a\n"x"y,1\n2\n', COMMA, [(1, ""), (2, AFTER), (3, "")]),
    "text after a quote and a blank": ('"x" y,1\n2\n', COMMA, [(1, AFTER), (2, "")]),
    "text after a quote behind a blank": ('1, "x"y\n2\n', COMMA, [(1, AFTER), (2, "")]),
    "a padded quote that opens and closes too early": ('1, "a,"b\nc"\n2\n', COMMA, [(1, AFTER), (2, ""), (3, "")]),
    "text after an escaped quote's cell": ('"x\\""y,1\n2\n', ESCAPED, [(1, AFTER), (2, "")]),
    "a last escape": (
        "a\n1\\",
        ESCAPED,
        [(1, ""), (2, r"the file ends behind '\\', which takes the meaning from a quote or line end")],
    ),
    "NUL": ('a\n1,\0\n"\0"\n3\n', COMMA, [(1, ""), (2, NUL), (3, NUL), (4, "")]),
    "NUL between blanks": ("a b\n1 \0\n2 3\n", SPACED, [(1, ""), (2, NUL), (3, "")]),
    "never closed between blanks": ('1 "a b\n2 3\n', SPACED, [(1, UNCLOSED), (2, "")]),
    "text after a quote between blanks": ('"a"b c\n2 3\n', SPACED, [(1, AFTER), (2, "")]),
}


@pytest.mark.parametrize(("text", "dialect", "faults"), FAULTS.values(), ids=FAULTS)
def test_faults(text: str, dialect: Dialect, faults: list[tuple[int, str]]) -> None:
    assert [(record.line, record.fault) for record in read(text, dialect)] == faults


def test_a_carriage_return_within_a_line_is_a_fault() -> None:
    found = list(records(["a\rb\n", "c\n"], COMMA))
    assert [record.fault for record in found] == ["a line end stands in a cell without quotes", ""]


def test_a_quoted_cell_that_grows_without_end_is_given_up() -> None:
    lines = itertools.chain(['"x\n'], itertools.repeat("y" * (1 << 20) + "\n", 16), ["a,b\n"])
    found = list(records(lines, COMMA))
    assert found[0].line == 1
    assert found[0].fault == "a cell holds more than 16 million characters; look for a quote that is never closed"
    assert found[-1] == Record(18, ["a", "b"])


@pytest.mark.parametrize("dialect", [SPACED, SPACED._replace(escape="\\"), COMMA, ESCAPED], ids=str)
def test_a_long_cell_that_is_never_closed_is_told_at_once(dialect: Dialect) -> None:
    (found,) = read('"' + "\\a" * 5000, dialect)
    assert found.fault == UNCLOSED


def test_a_cell_may_be_longer_than_the_limit_of_csv() -> None:
    (found,) = read("x" * 200_000 + ",1\n", COMMA)
    assert [len(cell) for cell in found.cells] == [200_000, 1]


def test_no_line_is_read_before_its_record_is_asked_for() -> None:
    def lines() -> Iterator[str]:
        yield "a,b\n"
        yield '1,"2\n'
        yield '3"\n'
        raise AssertionError("a line too many")

    found = records(lines(), COMMA)
    assert next(found).cells == ["a", "b"]
    assert next(found).cells == ["1", "2\n3"]


MARKS = "ab1 \t,;|\\\"'#\n\r.é"
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.text(st.sampled_from(MARKS), max_size=8), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@given(
    table=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from("\"'"),
    escape=st.sampled_from(["", "\\"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
def test_what_csv_writes_is_read_back(
    table: list[list[str]], delimiter: str, quote: str, escape: str, end: str, quoting: int
) -> None:
    if quoting == csv.QUOTE_MINIMAL:
        # csv.writer leaves these without quotes: a lone cell of blanks, which is an empty line and no row,
        assume(all(len(row) > 1 or not row[0] or row[0].strip(" \t") for row in table))
        # and line ends other than its own, which end the record.
        assume(not any(mark in cell for mark in set("\r\n") - set(end) for row in table for cell in row))
    file = io.StringIO(newline="")
    writer = csv.writer(
        file,
        delimiter=delimiter,
        quotechar=quote,
        escapechar=escape or None,
        doublequote=not escape,
        lineterminator=end,
        quoting=quoting,
    )
    writer.writerows(table)
    found = read(file.getvalue(), Dialect(delimiter=delimiter, quote=quote, escape=escape))
    assert [record.cells for record in found] == table
    assert not any(record.fault for record in found)


DIALECTS = st.builds(
    Dialect,
    delimiter=st.sampled_from([",", ";", "\t", " ", BLANKS]),
    quote=st.sampled_from(['"', "'", ""]),
    escape=st.sampled_from(["", "\\"]),
    skip=st.integers(0, 3),
    comment=st.sampled_from(["", "#", "//"]),
)


@given(text=st.one_of(st.text(st.sampled_from(MARKS + "\0/"), max_size=60), st.text()), dialect=DIALECTS)
def test_any_text_is_read_to_its_end(text: str, dialect: Dialect) -> None:
    found = read(text, dialect)
    count = sum(1 for _ in io.StringIO(text, newline=""))
    lines = [record.line for record in found]
    assert lines == sorted(set(lines))
    assert all(dialect.skip < line <= count for line in lines)
    assert all(record.cells or record.fault for record in found)
