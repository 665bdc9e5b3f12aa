"""Detection: small files of many shapes, and what each is taken for."""

from __future__ import annotations

from typing import Any

import pytest

from nettrain.config.format import Format
from nettrain.data.detection.detect import SAMPLE
from nettrain.data.dialect import BLANKS, Detected, Dialect
from tests.data.detecting import found, lines

# Each file as text, and what of its dialect differs from Dialect(); nothing may be unclear.
CLEAR: dict[str, tuple[str, dict[str, Any]]] = {
    "commas": (lines("a,b,c", "1,2,x", "3,4,y"), {}),
    "semicolons": (lines("a;b;c", "1;2;x", "3;4;y"), {"delimiter": ";"}),
    "tabs": (lines("a\tb", "1\tx y", "3\tz"), {"delimiter": "\t"}),
    "bars": (lines("a|b", "1|x, y", "3|z, w"), {"delimiter": "|"}),
    "colons": (lines("town:state:people", "Ulm:BW:126", "Bonn:NW:330", "Trier:RP:110"), {"delimiter": ":"}),
    "blanks": (
        lines(" 1.5 \t2.25  3", " 10.5\t 2.5 3", "7.5  8.5\t\t9 ", ""),
        {"delimiter": BLANKS, "header": False},
    ),
    "blanks below names": (lines("x y", "1 2", "3 4", "5 6"), {"delimiter": BLANKS}),
    "tabs and one word a cell": (lines("x\ty", "1\ta", "3\tb"), {"delimiter": "\t"}),
    "semicolons and decimal commas": (
        lines("a;b", "1,5;2,3", "10,25;0,5", "7,5;8,125"),
        {"delimiter": ";", "decimal": ","},
    ),
    "semicolons and decimal commas, no header": (
        lines("1,5;2,3", "10,25;0,5", "7,5;8,1"),
        {"delimiter": ";", "decimal": ",", "header": False},
    ),
    "quoted decimal commas": (lines("a,b", '"1,5",x', "2,y", '"0,25",z'), {"decimal": ","}),
    "blanks and decimal commas": (
        lines("x y", "1,5 2,3", "10,25 0,5", "7,5 8,1"),
        {"delimiter": BLANKS, "decimal": ","},
    ),
    "comma and blank": (
        lines("39, State-gov, 77516, <=50K", "50, Private, 83311, <=50K", "38, Private, 215646, >50K"),
        {"header": False},
    ),
    "commas in quotes": (lines("name,town,n", '"Roe, Jo","Ulm, BW",1', '"Doe, Al",Bonn,2'), {}),
    "semicolons in quoted cells of commas": (lines("a,b,n", '"x;y","p;q",1', '"u;v","r;s",2'), {}),
    "apostrophes": (lines("text,n", "it's,1", "don't,2", "'tis,3"), {}),
    "double quotes and apostrophes": (lines('"a","b"', '"it\'s",1', '"o\'clock",2'), {}),
    "single quotes": (
        lines("'40-49','no','a,b'", "'50-59','no','c'", "'40-49','yes','d'", "'40-49','no','d'"),
        {"quote": "'", "header": False},
    ),
    "single quotes that hold no delimiter": (
        lines("a,n,b", "'x',1,'p'", "y,2,'q'", "'z',3,", "x,4,'p'"),
        {"quote": "'"},
    ),
    "single quotes that hold a delimiter": (lines("a,n", "'p,q',1", "'r',2", "t,3"), {"quote": "'"}),
    "quotes over several lines": (lines("a,b", '"x', 'y, z",1', '"u;v', ';;;w",2'), {}),
    "inches": (lines("size,n", '5" pipe,1', '6" pipe,2'), {}),
    "escaped quotes": (
        lines("name;n", '"\\"Big\\" Ed; Jr";1964', '"Al";1970', '"Jo \\"Red\\" Roe";1971'),
        {"delimiter": ";", "escape": "\\"},
    ),
    "a path that ends with a backslash": (lines("path,n", '"C:\\x\\",1', '"D:\\y\\",2'), {}),
    "one column of numbers": (lines("x", "1.5", "2.5", "3"), {}),
    "one column of words": (lines("name", "Jo Roe", "Al Doe", "Ed Poe", "Jo Roe", "Al Doe", "Ed Poe"), {}),
    "one column of times": (lines("at", "10:30", "11:45", "12:00"), {}),
    "one column of dates with times": (lines("at", "2020-01-01 10:30", "2020-01-02 11:45"), {}),
    "one column of sentences": (
        lines("text", "the cat sat", "on the mat", "the cat", "the cat sat", "the cat", "on the mat"),
        {},
    ),
    "times between commas": (lines("at,n", "10:30,5", "11:45,6", "12:00,7"), {}),
    "times between commas, no header": (lines("10:30,5", "11:45,6", "12:00,7"), {"header": False}),
    "addresses of pages": (lines("page,n", "http://a.de:80/x,1", "http://b.de:80/y,2"), {}),
    "comment above": (lines("# made by hand, twice, or so, I think", "a,b", "1,x", "2,y"), {"comment": "#"}),
    "comments between rows": (lines("a,b", "1,x", "# it's late", "2,y", " # done", "3,z"), {"comment": "#"}),
    "comments above, more than rows": (lines("# x", "# y", "# z", "# w", "a,b", "1,x"), {"comment": "#"}),
    "header that looks like a comment": (lines("#id,a,b", "1,2,3", "4,5,6"), {}),
    "header that looks like a comment, below comments": (
        lines("# made by hand", "# twice", "#id,a", "1,2", "4,5", "6,7"),
        {"comment": "# "},
    ),
    "cells that begin with a hash": (lines("tag,n", "#x,1", "#y,2", "#z,3"), {}),
    "a row that is too short among cells that begin with a hash": (
        lines("tag,n", "#x,1", "#y,2", "z,3", "#u", "v,5", "w,6"),
        {},
    ),
    "a hash at the beginning of a quoted line": (lines("a,b", '"x', '#y",1', "z,2"), {}),
    "percent comments": (lines("% one", "% two", "a,b", "1,x", "2,y"), {"comment": "%"}),
    "percent in cells": (lines("share,n", "%,1", "x,2"), {}),
    "slash comments": (lines("// one", "// two", "a,b", "1,x", "2,y"), {"comment": "//"}),
    "title": (lines("Sales of the year", "a,b,c", "1,2,x", "3,4,y"), {"skip": 1}),
    "title and empty line": (lines("Sales", "", "a,b,c", "1,2,x", "3,4,y"), {"skip": 2}),
    "title with empty cells": (lines("Report,,,", ",,,", "a,b,c,d", "1,2,x,5", "3,4,y,6"), {"skip": 2}),
    "titles above two columns of numbers": (
        lines("@relation", "@data", "1,2", "3,4", "1,6"),
        {"skip": 2, "header": False},
    ),
    "a broken header above two columns": (lines("a", "1,2", "3,4", "1,6"), {}),
    "title above two columns": (lines("Report", "a,b", "1,2", "3,4"), {"skip": 1}),
    "titles, more than rows": (lines("Report", "by Jo", "of May", "a,b,c", "1,2,x"), {"skip": 3}),
    "titles of keys and words": (
        lines("Station: Ulm", "Unit: mm", "Owner: Jo", "day,rain,sun", "1,2,3", "2,0,9"),
        {"skip": 3},
    ),
    "empty lines above": (lines("", " ", "a,b", "1,2"), {}),
    "header with one name less": (lines("a,b", "1,2,3", "4,5,6", "7,8,9"), {}),
    "header with one name more": (lines("a,b,c,d", "1,2,3", "4,5,6", "7,8,9"), {}),
    "first row incomplete": (lines("5,,", "1,2,3", "4,5,6"), {"header": False}),
    "numbers above numbers": (lines("1.5,2", "3.5,4", "5.5,7"), {"header": False}),
    "dates above dates": (lines("2020-01-01,x", "2020-01-02,x", "2020-01-03,y"), {"header": False}),
    "names above dates": (lines("day,at", "01.02.2020,10:30:00", "02.02.2020,11.30.00"), {}),
    "names that count up": (
        lines("letter,1,2,3,4", "A,2,8,3,5", "B,5,1,3,7", "A,4,1,6,8", "B,2,1,3,6"),
        {},
    ),
    "rows that count up": (lines("1,2,3,x", "4,5,6,y", "7,8,9,x"), {"header": False}),
    "words that come again": (lines("red,small", "blue,small", "red,big"), {"header": False}),
    "a word above few words": (lines("colour,size", "red,big", "red,small", "blue,big", "blue,small"), {}),
    "name above missing and numbers": (lines("a,b", "?,x", "NA,y", "1,z"), {}),
    "a column without a name": (lines(",a,b", "0,1,x", "1,2,y"), {}),
    "one rare word among numbers": (
        lines("rare,1,2,5,4", "x,5,6,7,9", "y,1,9,3,4", "x,0,6,7,8", "y,5,5,7,8"),
        {"header": False},
    ),
    "header alone": ("a,b,c\n", {}),
    "nothing": ("", {}),
    "empty lines alone": ("\n\n\n", {}),
    "carriage returns": ("a;b\r1;x\r2;y\r", {"delimiter": ";"}),
    "empty rows": (lines("a,b,c", "1,2,x", ",,", ",,", ",,"), {}),
    "a point before three digits": (lines("a,b", "1.234,x", "5.678,y"), {}),
    "thousands commas": (lines("a,b", '"1,234.5",x', '"2,000.25",y', "7,z"), {"thousands": ","}),
    "thousands commas twice": (lines("a,b", '"1,234,567",x', '"1,234",y'), {"thousands": ","}),
    "thousands commas and points elsewhere": (lines("a,b", '"1,234",0.5', '"2,000",1.25'), {"thousands": ","}),
    "thousands points": (
        lines("a;b", "1.234,56;x", "2.000,5;y", "7;z"),
        {"delimiter": ";", "decimal": ",", "thousands": "."},
    ),
    "thousands points alone": (
        lines("a;b", "1.234.567;x", "2.000;y"),
        {"delimiter": ";", "decimal": ",", "thousands": "."},
    ),
    "thousands points in another column": (
        lines("a;b", "1.234;0,5", "2.000;1,25"),
        {"delimiter": ";", "decimal": ",", "thousands": "."},
    ),
    "thousands blanks": (lines("a;b", "1 234;x", "12 000;y"), {"delimiter": ";", "thousands": " "}),
    "thousands blanks and decimal commas": (
        lines("a;b", "1 234,5;x", "12 000;y"),
        {"delimiter": ";", "decimal": ",", "thousands": " "},
    ),
    "thousands no-break blanks": (lines("a,b", "1\u00a0234,x", "5,y"), {"thousands": "\u00a0"}),
    "thousands apostrophes": (lines("a,b", "1'234.5,x", "5,y"), {"thousands": "'"}),
    "thousands raised commas": (
        lines("a;b;c", "1\u2019234.5;x;7", "-1\u2019234\u2019567;y;123\u2019456"),
        {"delimiter": ";", "thousands": "\u2019"},
    ),
    "thousands underscores": (lines("a,b", "1_234,x", "1_234_567,y"), {"thousands": "_"}),
    "dates with points": (lines("a;b", "10.03.2004;x", "11.03.2004;y"), {"delimiter": ";"}),
    "addresses of machines": (lines("a;b", "192.168.100.200;1", "10.0.0.1;2", "10.0.0.2;3"), {"delimiter": ";"}),
    "words with commas and digits": (lines("a;b", "x 1,5;1", "y 2,5;2"), {"delimiter": ";"}),
    "powers of ten": (lines("a;b", "1,5e3;x", "2e-4;y"), {"delimiter": ";", "decimal": ","}),
    "missing among decimals": (lines("a;b", "1,5;x", "NA;y", "?;z", ";w"), {"delimiter": ";", "decimal": ","}),
}


@pytest.mark.parametrize(("text", "fields"), CLEAR.values(), ids=CLEAR)
def test_clear(text: str, fields: dict[str, Any]) -> None:
    assert found(text) == Detected(Dialect(**fields), {})


# What is guessed: the fields that differ, the name of what is unclear, and its sentence.
NEEDLESS = (
    "the single quotes around some cells, such as {}, are taken for a part of them, as no such cell needs them; "
    "settle it with data.format.quote"
)
UNCLEAR: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "words above words": (
        lines("a,b", "c,d", "e,f"),
        {},
        {
            "header": "the first record is taken for the header, but its cells look like those below; "
            "settle it with data.format.header"
        },
    ),
    "numbers that count up": (
        lines("0,1,2", "5,7,1", "9,7,3"),
        {},
        {
            "header": "the first record is taken for the header, but its cells look like those below; "
            "settle it with data.format.header"
        },
    ),
    "votes on both sides": (
        lines("150,4,setosa,virginica", "5.1,3.5,1.4,0", "4.9,3.0,1.4,1"),
        {},
        {
            "header": "the first record is taken for the header, but of the columns below it 2 differ from "
            "it and 2 do not; settle it with data.format.header"
        },
    ),
    "two delimiters": (
        lines("a;b,c", "1;x,4", "5;z,8"),
        {"delimiter": ","},
        {
            "delimiter": "a comma is taken for the delimiter, but a semicolon cuts the lines into like cells too; "
            "settle it with data.format.delimiter"
        },
    ),
    "commas before three digits": (
        lines("a;b", "1,234;x", "5,678;y"),
        {"delimiter": ";", "thousands": ","},
        {
            "thousands": "the comma in 1,234 is taken for a mark between thousands, but may be a decimal mark; "
            "settle it with data.format.thousands and data.format.decimal"
        },
    ),
    "points before three digits, whole numbers beside": (
        lines("a;b", "138;x", "65.937;y", "668;z"),
        {"delimiter": ";"},
        {
            "thousands": "the point in 65.937 is taken for the decimal mark, but may be a mark between thousands; "
            "settle it with data.format.thousands and data.format.decimal"
        },
    ),
    "points before three digits between tabs": (
        lines("a\tb\tc", "138\t0\tx", "-65.937\t0\ty", "n/a\t0\tz"),
        {"delimiter": "\t"},
        {
            "thousands": "the point in -65.937 is taken for the decimal mark, but may be a mark between thousands; "
            "settle it with data.format.thousands and data.format.decimal"
        },
    ),
    "points here and commas there": (
        lines("a;b;c", "1,5;2.5;x", "2,5;3.5;y", "4,5;4;z"),
        {"delimiter": ";", "decimal": ","},
        {
            "decimal": "the comma is taken for the decimal mark, but 2 numbers have the point; "
            "settle it with data.format.decimal"
        },
    ),
    "single quotes around blanks": (
        lines("a,n", "'p q',1", "'r s',2", "t,3"),
        {},
        {"quote": NEEDLESS.format("'p q'")},
    ),
    "a word in single quotes": (
        lines("a|n", "x|1", "'s'|2", "y|3", "'s'|4"),
        {"delimiter": "|"},
        {"quote": NEEDLESS.format("'s'")},
    ),
    "a word in single quotes beside blanks": (
        lines("a n", "x 1", "'s' 2", "y 3", "'s' 4"),
        {"delimiter": BLANKS},
        {"quote": NEEDLESS.format("'s'")},
    ),
    "rows that comments leave out": (
        lines("#by hand", "tag,n", "#x,1", "y,2", "z,3"),
        {"comment": "#"},
        {
            "comment": "1 line behind '#' (line 3) is taken for a comment, but has as many cells as a row; "
            "settle it with data.format.comment"
        },
    ),
    "numbers above the table": (
        lines("2020,12", "a,b,c,d", "1,2,x,5", "3,4,y,6"),
        {"skip": 1},
        {
            "skip": "the first line is left out, as shorter than the table, but numbers stand there; "
            "settle it with data.format.skip"
        },
    ),
}


@pytest.mark.parametrize(("text", "fields", "unclear"), UNCLEAR.values(), ids=UNCLEAR)
def test_unclear(text: str, fields: dict[str, Any], unclear: dict[str, str]) -> None:
    assert found(text) == Detected(Dialect(**fields), unclear)


@pytest.mark.parametrize("width", range(1, 9))
def test_a_row_that_the_sample_cuts_is_no_comment(width: int) -> None:
    """Wherever it is cut: the other rows that begin with a hash would be left out with it."""
    rows = [f"{'#x' if n % 2 else 'y'},{n % 7},{n % 3}" for n in range(SAMPLE // 6)]
    assert found("\n".join(["a" * width + ",b,c", *rows])).dialect.comment == ""


TABLE = "name,n\nJosé,1\nAnaïs,2\n"
ENCODINGS = {
    "ASCII": (b"a,b\n1,2\n", True, "utf-8", False),
    "UTF-8": (TABLE.encode(), True, "utf-8", False),
    "UTF-8 with a mark": (TABLE.encode("utf-8-sig"), True, "utf-8-sig", False),
    "UTF-8, cut within a character": (TABLE.encode() + b"4,\xe2\x82", False, "utf-8", False),
    "UTF-8, broken at its end": (b"a,b\n1,\xe2\x82", True, "windows-1252", True),
    "UTF-16 little end first": (b"\xff\xfe" + TABLE.encode("utf-16-le"), True, "utf-16", False),
    "UTF-16 big end first": (b"\xfe\xff" + TABLE.encode("utf-16-be"), True, "utf-16", False),
    "UTF-16 little end first, no mark": (TABLE.encode("utf-16-le"), True, "utf-16-le", False),
    "UTF-16 big end first, no mark": (TABLE.encode("utf-16-be"), True, "utf-16-be", False),
    "UTF-16, cut within a character": (TABLE.encode("utf-16-le") + b"x", False, "utf-16-le", False),
    "Latin-1": (TABLE.encode("latin-1"), True, "latin-1", True),
    "Windows-1252": ("name,n\nJosé “Pepe”,1\n5 €,2\n".encode("windows-1252"), True, "windows-1252", True),
    "Windows-1252 with a chance pair": (
        ("name,n\n" + "José,1\n" * 30 + "“MENÜ”,2\n").encode("windows-1252"),
        True,
        "windows-1252",
        True,
    ),
    "UTF-8 with one foreign byte": (TABLE.encode() + b"Jos\xe9,3\n", True, "utf-8", False),
    "Cyrillic": ("name,n\nЛидия,1\nЮлия,2\n".encode("windows-1251"), True, "utf-8", False),
    "a byte of no language": (b"a,b\n\xff,2\n", True, "utf-8", False),
}


@pytest.mark.parametrize(("head", "whole", "codec", "unclear"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding(head: bytes, whole: bool, codec: str, unclear: bool) -> None:
    seen = found(head, whole=whole)
    assert seen.dialect.encoding == codec
    assert ("encoding" in seen.unclear) is unclear
    assert seen.dialect.delimiter == ","
    assert seen.dialect.header


def test_a_guessed_encoding_says_so() -> None:
    assert found(TABLE.encode("latin-1")).unclear["encoding"] == (
        "the file is not UTF-8; taken for Latin-1, but its bytes fit others as well: compare its accented letters, "
        "and settle it with data.format.encoding"
    )


WORDS = lines("a,b", "c,d", "e,f")
PINS: dict[str, tuple[str | bytes, Format, dict[str, Any]]] = {
    "delimiter": (lines("a;b,c", "1;u,4", "5;v,8"), Format(delimiter=";"), {"delimiter": ";"}),
    "blanks": (
        lines("a,x b", "1,2 3", "4,5 6"),
        Format(delimiter=BLANKS, decimal=","),
        {"delimiter": BLANKS, "decimal": ","},
    ),
    "quote": (lines("a,n", "'x',1", "'y',2"), Format(quote='"'), {}),
    "no quote": (lines("a,n", '"x",1', '"y",2'), Format(quote="none"), {"quote": ""}),
    "escape": (lines("a,n", "x,1", "y,2"), Format(escape="\\"), {"escape": "\\"}),
    "no escape": (lines("a,n", '"x\\"y",1', '"z",2'), Format(escape="none"), {}),
    "header": (WORDS, Format(header=True), {}),
    "no header": (WORDS, Format(header=False), {"header": False}),
    "skip": (lines("x,y,z", "a,b,c", "1,2,3"), Format(skip=1), {"skip": 1}),
    "nothing to skip": (lines("Title", "a,b,c", "1,2,x", "3,4,y"), Format(skip=0, header=True), {}),
    "comment": (lines("!x", "a,b", "1,2"), Format(comment="!"), {"comment": "!"}),
    "no comment": (lines("#x", "a,b,c", "1,2,3", "4,5,7"), Format(comment="none", skip=1), {"skip": 1}),
    "decimal comma": (lines("a;b", "1,234;x", "5,678;y"), Format(decimal=","), {"delimiter": ";", "decimal": ","}),
    "decimal comma and thousands points": (
        lines("a;b", "1.234;x", "5.678;y"),
        Format(decimal=","),
        {"delimiter": ";", "decimal": ",", "thousands": "."},
    ),
    "decimal point and thousands commas": (
        lines("a;b", "1,234;x", "5,678;y"),
        Format(decimal="."),
        {"delimiter": ";", "thousands": ","},
    ),
    "decimal point": (
        lines("a;b", "1,5;2,5", "2,5;3,5"),
        Format(decimal=".", thousands="none"),
        {"delimiter": ";"},
    ),
    "thousands": (lines("a;b", "1,234;x", "5,678;y"), Format(thousands=","), {"delimiter": ";", "thousands": ","}),
    "thousands points": (
        lines("a;b", "1.234;x", "5.678;y"),
        Format(thousands="."),
        {"delimiter": ";", "decimal": ",", "thousands": "."},
    ),
    "thousands raised commas": (
        lines("a;b", "1;x", "5;y"),
        Format(thousands="\u2019"),
        {"delimiter": ";", "thousands": "\u2019"},
    ),
    "no thousands": (lines("a;b", "1,234;x", "5,678;y"), Format(thousands="none"), {"delimiter": ";", "decimal": ","}),
    "encoding": (TABLE.encode("latin-1"), Format(encoding="latin-1"), {"encoding": "latin-1"}),
    "UTF-8 with a mark": (TABLE.encode("utf-8-sig"), Format(encoding="utf-8"), {"encoding": "utf-8-sig"}),
    "UTF-16 without a mark": ("a,b\n1,2\n".encode("utf-16-be"), Format(encoding="utf-16"), {"encoding": "utf-16-be"}),
    "UTF-16 of few Latin letters": (
        "имя,число\nЮлия,1\n".encode("utf-16-le"),
        Format(encoding="utf-16"),
        {"encoding": "utf-16-le"},
    ),
}


@pytest.mark.parametrize(("text", "pins", "fields"), PINS.values(), ids=PINS)
def test_pins(text: str | bytes, pins: Format, fields: dict[str, Any]) -> None:
    assert found(text, pins) == Detected(Dialect(**fields), {})


def test_a_cut_record_does_not_count() -> None:
    rows = "a,b\n" + "1,2\n" * 3
    assert found(rows + "3,4;5;6;7", whole=False) == Detected(Dialect(), {})
    assert found(rows + '3,"4\n5\n', whole=False) == Detected(Dialect(), {})
    assert found("a;b;c", whole=False).dialect.delimiter == ";"
