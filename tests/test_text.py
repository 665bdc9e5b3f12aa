"""What is printed can be seen, and lines up."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from nettrain.text import (
    Table,
    cells_of,
    columns,
    command,
    encodable,
    logged,
    option,
    page,
    printable,
    quoted_command,
    wrapped,
)


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error file=a,line=1::no", "\\x3a:error file=a,line=1::no"),
        ("  ::stop-commands::x  0.5", "  \\x3a:stop-commands::x  0.5"),
        ("\u2003::add-mask::e", "\\u2003::add-mask::e"),
        ("a ::notice::b", "a ::notice::b"),
        ("std::vector", "std::vector"),
        (":", ":"),
        ("a ##[error]b", "a \\x23#[error]b"),
        ("###[group]b", "#\\x23#[group]b"),
        ("x ##vso[task.setvariable variable=a]b", "x \\x23#vso[task.setvariable variable=a]b"),
        ("##teamcity[message]", "\\x23#teamcity[message]"),
        ("## a heading [1]", "## a heading [1]"),
    ],
)
def test_a_log_commands_nothing(text: str, shown: str) -> None:
    """What a cell, a label or a name of a column holds."""
    assert logged(text) == shown
    assert logged(shown) == shown


@pytest.mark.parametrize("word", ["runs/a/1", "a run", "ö", "it's", "$HOME;*", ""])
def test_a_shell_takes_a_command_as_it_is_told(word: str) -> None:
    assert shlex.split(command("eval", Path("a b"), word)) == ["nettrain", "eval", "a b", word]
    assert shlex.split(option("--set", f"a={word}")) == ["--set", f"a={word}"]
    assert command("fit", "--resume", "runs/a/1") == "nettrain fit --resume runs/a/1"


def test_a_command_in_a_sentence_stands_between_other_quotes_than_its_own() -> None:
    assert quoted_command("fit", "--resume", "runs/a/1") == "'nettrain fit --resume runs/a/1'"
    assert quoted_command("fit", "--resume", "a run") == "\"nettrain fit --resume 'a run'\""


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


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("short", ["short"]),
        ("a.yaml:1:2: train: no such key", ["a.yaml:1:2: train: no", "    such key"]),
        ("  set in by two cells of it", ["  set in by two cells", "      of it"]),
        ("rows    344, in memory: 3 kB", ["rows    344, in", "        memory: 3 kB"]),
        ("a_label_too_long  one two three", ["a_label_too_long  one", "    two three"]),
        ("one/very/long/path/to/a/file.yaml: is there", ["one/very/long/path/to/a/file.yaml:", "    is there"]),
        ("adam    0.95    0.93    baseline", ["adam    0.95    0.93    baseline"]),
        (
            "\u4e0a\u6d77\u5e02 \u4e0a\u6d77\u5e02 \u4e0a\u6d77\u5e02 ab",
            ["\u4e0a\u6d77\u5e02 \u4e0a\u6d77\u5e02 \u4e0a\u6d77\u5e02", "    ab"],
        ),
    ],
)
def test_long_lines_break_between_words(line: str, parts: list[str]) -> None:
    assert wrapped(line, 21) == parts


def test_a_table_has_the_columns_that_fit() -> None:
    table = Table(
        ["name", "rows", "what it holds", "n"], [("abc", "1234", "one, two, three", "7")], [False, True, False, True]
    )
    whole = ["name  rows  what it holds    n", "abc   1234  one, two, three  7"]
    assert columns(table, 30) == columns(table) == whole
    assert columns(table, 29) == ["name  rows  what it holds", "abc   1234  one, two, three"]
    assert columns(table, 24) == ["name  rows  what it h...", "abc   1234  one, two,..."]
    assert columns(table, 21) == ["name  rows", "abc   1234"]
    assert columns(table, 9) == ["name", "abc"]
