"""What is printed can be seen, and lines up."""

from __future__ import annotations

import pytest

from nettrain.text import Table, cells_of, columns, encodable, page, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ünï çødé 年", "ünï çødé 年"),
        ("a\tb\x1b[31m\r\nü", "a\\tb\\x1b[31m\\r\\nü"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("left\u202eright\u200b\ufeff", "left\\u202eright\\u200b\\ufeff"),
        ("\udc80", "\\udc80"),
        ("a\\nb", "a\\nb"),
    ],
)
def test_printable_hides_nothing(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable(shown) == shown


def test_a_page_has_the_lines_that_it_was_given() -> None:
    assert page(["one", "two\nthree", "four\u2028five"]) == "one\ntwo\\nthree\nfour\\u2028five"


def test_what_an_encoding_does_not_know_is_escaped() -> None:
    assert encodable("ü▁", "latin-1") == "ü\\u2581"
    assert encodable("ü▁", "ascii") == "\\xfc\\u2581"


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("", 0), ("ü", 1), ("u\u0308", 1), ("年龄", 4), ("\uff21", 2), ("😀", 2)]
)
def test_cells_of_a_terminal(text: str, cells: int) -> None:
    assert cells_of(text) == cells


def test_columns_line_up_in_a_terminal() -> None:
    rows = [("上海市", "7"), ("a\nb", "12"), ("u\u0308", "345")]
    assert columns(Table(["word", "rows"], rows, [False, True])) == [
        "word    rows",
        "上海市     7",
        "a\\nb      12",
        "u\u0308        345",
    ]
    assert columns(Table(["head", ""], [], [False, True])) == ["head"]
