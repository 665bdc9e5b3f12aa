"""Kinds of columns: read, fitted, encoded and counted by hand, and what holds for every kind."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from nettrain.components.registries import COLUMNS
from tests.components.summaries import Cells, column, counted, encoded, fitted, read, stored

NUMBERS = ["1", "-2.5", "1e3", None, "7"]
WORDS = ["b", "a", None, "b", "größe"]
MOMENTS = ["2024-01-31 23:59:59", "1999-12-31 00:00:00", None, "1850-06-15 12:00:00", "2024-02-29 06:30:00"]
FORM = "%Y-%m-%d %H:%M:%S"
KINDS: dict[str, tuple[Any, Cells, Cells]] = {
    "number": ("number", NUMBERS, ["1.7e308", "-1.7e308", "5e-324", "-0"]),
    "number, clipped": ({"number": {"clip": 0.1, "scale": "min_max", "missing": "mean"}}, NUMBERS, ["1e308", "-1e9"]),
    "category": ("category", WORDS, ["z", "", "日本"]),
    "category, rare": ({"category": {"rare": 2, "missing": "constant", "coding": "embedding"}}, WORDS, ["z"]),
    "boolean": ("boolean", ["yes", None, "0", "T"], ["NO"]),
    "ordinal": ({"ordinal": ("b", "a", "größe")}, WORDS, ["z"]),
    "date": ({"date": {"format": FORM}}, MOMENTS, ["1000-01-01 00:00:00", "2999-12-31 23:59:59"]),
    "date, every part": (
        {"date": {"format": FORM, "parts": ("day", "week", "year", "elapsed")}},
        MOMENTS,
        ["2000-02-29 00:00:00"],
    ),
    "time": ({"date": {"format": "%H:%M"}}, ["00:00", "23:59", None], ["12:30"]),
    "sequence": ({"sequence": {"of": ("a", "b"), "flag": True}}, NUMBERS, ["1e308"]),
}


@pytest.mark.parametrize("rows", ["all", "one", "missing", "none"])
@pytest.mark.parametrize(("written", "training", "beyond"), KINDS.values(), ids=KINDS)
def test_contract(written: object, training: Cells, beyond: Cells, rows: str) -> None:
    """Finite, one float32 expression a named position, the same bits from JSON and in any cut of the rows."""
    kind = column(written)
    seen = {"all": training, "one": training[:1] * 3, "missing": [None, None], "none": []}[rows]
    facts = fitted(kind, seen)
    values = read(kind, [*training, *beyond, None])
    made = encoded(kind, facts, values)
    names = kind.positions(facts)
    assert made.shape == (len(training) + len(beyond) + 1, len(names))
    assert len(set(names)) == len(names)
    assert made.dtype == np.float32
    assert np.isfinite(made).all()
    again = stored(facts)
    assert again == facts, "JSON values only, lists as tuples"
    np.testing.assert_array_equal(encoded(kind, again, values), made)
    for cut in range(values.len() + 1):
        parts = [encoded(kind, facts, part) for part in (values[:cut], values[cut:])]
        np.testing.assert_array_equal(np.concatenate(parts), made)
    assert counted(kind, facts, values)["missing"] == values.null_count()


def test_every_kind_has_a_case() -> None:
    assert {column(written).yaml_name() for written, *_ in KINDS.values()} == set(COLUMNS)


def test_columns_load_neither_numpy_nor_polars() -> None:
    """`check` binds every kind of column and starts fast."""
    code = (
        "import sys; from nettrain.components.registries import CODINGS, COLUMNS, SCALES;"
        "[registry[name] for registry in (CODINGS, COLUMNS, SCALES) for name in registry];"
        "sys.exit(', '.join({'numpy', 'polars', 'tensorflow'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stderr.strip(), done.returncode) == ("", 0)


READS: dict[str, tuple[Any, Cells, list[Any]]] = {
    "numbers": (
        "number",
        ["1", "-2.5", "+3e2", ".5", "inf", "-inf", "NaN", "1e400", "x", "1,5", "1 000", "", None],
        [1.0, -2.5, 300.0, 0.5, *[None] * 9],
    ),
    "booleans": (
        "boolean",
        ["true", "T", "YES", "y", "1", "False", "f", "nO", "N", "0", "2", "maybe", None],
        [True] * 5 + [False] * 5 + [None] * 3,
    ),
    "words": ("category", ["a", " b", "", None], ["a", " b", "", None]),
    "words with an order": (
        {"ordinal": ("low", "high")},
        ["low", "High", "high", "mid", None],
        ["low", None, "high", None, None],
    ),
    "a sequence": ({"sequence": "x*"}, ["1", "x", None], [1.0, None, None]),
}


@pytest.mark.parametrize(("written", "cells", "expected"), READS.values(), ids=READS)
def test_read(written: object, cells: Cells, expected: list[Any]) -> None:
    assert read(column(written), cells).to_list() == expected


RAW = {"scale": "none", "flag": False}
ENCODED: dict[str, tuple[Any, Cells, Cells, list[list[float]]]] = {
    "median stands in": ({"number": RAW}, ["1", "2", "9", None], [None, "5"], [[2], [5]]),
    "mean stands in": ({"number": {**RAW, "missing": "mean"}}, ["1", "2", "9", None], [None], [[4]]),
    "constant stands in": ({"number": {**RAW, "missing": "constant", "constant": -1}}, ["1", None], [None], [[-1]]),
    "flag": ({"number": {"scale": "none"}}, ["1", None], [None, "5"], [[1, 1], [5, 0]]),
    "no flag where training rows miss none": ({"number": {"scale": "none"}}, ["1"], [None], [[1]]),
    "no flag where such rows are dropped": (
        {"number": {"scale": "none", "missing": "drop"}},
        ["1", None],
        ["3"],
        [[3]],
    ),
    "clipped at a pair": (
        {"number": {**RAW, "clip": (0, 5)}},
        ["1", "9"],
        ["-1", "2", "6", None],
        [[0], [2], [5], [5]],
    ),
    "clipped at quantiles": (
        {"number": {**RAW, "clip": 0.1}},
        list("0123456789"),
        ["-5", "4", "50"],
        [[0.9], [4], [8.1]],
    ),
    "scaled as clipped": (
        {"number": {"scale": "standard", "clip": (0, 2)}},
        ["0", "2", "0", "1000000"],
        ["0", "2", "1", "1000000"],
        [[-1], [1], [0], [1]],
    ),
    "clipped to 0 and 1": (
        {"number": {"scale": "min_max", "clip": (0, 4)}},
        ["1", "3", "1000"],
        ["-7", "2", "1000"],
        [[-1 / 3], [1 / 3], [1]],
    ),
    "missing words that training rows do not miss": ("category", ["a"], [None, "a"], [[0, 1], [1, 0]]),
    "missing words": ("category", ["a", None], [None, "a", "z"], [[0, 1, 0], [1, 0, 0], [0, 0, 1]]),
    "a word stands in": (
        {"category": {"missing": "constant", "constant": "a"}},
        ["b", None],
        [None, "b", "z"],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    ),
    "a word stands in, met only as such": (
        {"category": {"missing": "constant"}},
        ["b"],
        [None, "b", "missing"],
        [[0, 1], [1, 0], [0, 1]],
    ),
    "rare words are unseen": (
        {"category": {"rare": 2, "coding": "embedding"}},
        ["c", "b", "a", "c", "b"],
        ["a", "b", "c", "z"],
        [[2], [0], [1], [2]],
    ),
    "words in the order of their letters": (
        {"category": {"coding": "embedding"}},
        ["b", "10", "9", "B", "ä", ""],
        ["", "10", "9", "B", "b", "ä", "z"],
        [[0], [1], [2], [3], [4], [5], [6]],
    ),
    "yes and no": ("boolean", ["yes", "no"], ["1", "0", None], [[1], [0], [0.5]]),
    "yes and no with a flag": ("boolean", ["yes", None], ["1", None], [[1, 0], [0.5, 1]]),
    "no stands in": ({"boolean": "no"}, ["yes", None], [None], [[0, 1]]),
    "places": ({"ordinal": ("s", "m", "l", "xl", "xxl")}, ["m"], ["s", "m", "xxl", None], [[0], [0.25], [1], [0.25]]),
    "places with a flag": ({"ordinal": ("s", "m", "l")}, ["l", "l", "s", None], [None, "m"], [[1, 1], [0.5, 0]]),
    "the lower of two middle places": ({"ordinal": ("s", "m", "l")}, ["s", "l"], [None], [[0]]),
}


@pytest.mark.parametrize(("written", "training", "cells", "expected"), ENCODED.values(), ids=ENCODED)
def test_encode(written: object, training: Cells, cells: Cells, expected: list[list[float]]) -> None:
    kind = column(written)
    made = encoded(kind, fitted(kind, training), read(kind, cells))
    np.testing.assert_allclose(made, np.array(expected, np.float32), rtol=1e-6, atol=1e-7)


def test_facts_of_a_number() -> None:
    kind = column({"number": {"clip": (0.0, 5.0), "scale": "none"}})
    expected = {"missing": 1, "fill": 3.0, "clip": (0.0, 5.0), "scale": {}, "mean": 4.0, "std": pytest.approx(8**0.5)}
    assert fitted(kind, ["2", "2", None, "4", "3", "9"]) == {**expected, "std": pytest.approx(6.8**0.5)}


def test_facts_of_words() -> None:
    kind = column({"category": {"rare": 2}})
    expected = {"levels": ("b", "c"), "rare": ("a", "d"), "missing": 1, "coding": {}}
    assert fitted(kind, ["d", "c", "b", "c", "b", "a", None]) == expected


def test_hidden_words_are_shown_as_unseen() -> None:
    kind = column("category")
    facts, values = fitted(kind, ["a", "b", None]), read(kind, ["a", "b", None, "z"])
    made = encoded(kind, facts, values, hidden=[True, False, True, False])
    assert made.argmax(axis=1).tolist() == [3, 1, 3, 3]
    hashed = column({"category": {"coding": "hashing"}})
    shown = encoded(hashed, fitted(hashed, ["a"]), values)
    np.testing.assert_array_equal(encoded(hashed, fitted(hashed, ["a"]), values, hidden=[True] * 4), shown)


COUNTED: dict[str, tuple[Any, Cells, Cells, dict[str, int]]] = {
    "numbers": ("number", ["1"], ["9", None], {"missing": 1}),
    "numbers that are clipped": (
        {"number": {"clip": (0, 1)}},
        ["1"],
        ["-1", "0", "1", "2", None, "3"],
        {"missing": 1, "clipped": 3},
    ),
    "words": ("category", ["a", "b"], ["a", "z", None, "z"], {"missing": 1, "unseen": 2}),
    "rare words": (
        {"category": {"rare": 2}},
        ["a", "a", "b"],
        ["a", "b", "b", "z", None],
        {"missing": 1, "unseen": 1, "rare": 2},
    ),
    "no words": ("category", [None], ["a", None], {"missing": 1, "unseen": 1}),
    "hashed words": ({"category": {"coding": "hashing"}}, ["a"], ["z", None], {"missing": 1}),
    "yes and no": ("boolean", ["1"], ["0", None, None], {"missing": 2}),
    "words with an order": ({"ordinal": ("a", "b")}, ["a"], ["b", None], {"missing": 1}),
    "dates": ({"date": {"format": "%Y-%m-%d"}}, ["2024-01-01"], [None, "2025-01-01"], {"missing": 1}),
}


@pytest.mark.parametrize(("written", "training", "cells", "expected"), COUNTED.values(), ids=COUNTED)
def test_handled(written: object, training: Cells, cells: Cells, expected: dict[str, int]) -> None:
    kind = column(written)
    assert counted(kind, fitted(kind, training), read(kind, cells)) == expected


NAMES = {
    "number": {},
    "category": {},
    "boolean": {},
    "ordinal": {"order": ("a", "b")},
    "date": {"format": "%Y"},
    "sequence": {"of": ("a",)},
}


@pytest.mark.parametrize("name", NAMES)
def test_policies_for_missing_values(name: str) -> None:
    for policy, refuses, drops in [("error", {"missing"}, set()), ("drop", set(), {"missing"})]:
        kind = column({name: {**NAMES[name], "missing": policy}})
        assert (kind.refuses, kind.drops) == (refuses, drops)
        assert not any("missing" in position for position in kind.positions(fitted(kind, [None])))
    kind = column({name: NAMES[name]})
    assert (kind.refuses, kind.drops) == (set(), set())


def test_unseen_words_may_be_refused() -> None:
    kind = column({"category": {"unseen": "error", "missing": "error"}})
    assert (kind.refuses, kind.drops) == ({"missing", "unseen"}, set())


REFUSED: dict[str, tuple[Any, str]] = {
    "ends the wrong way round": ({"number": {"clip": (5, 1)}}, "clip goes from 5 to 1, expected the lower end first"),
    "equal ends": ({"number": {"clip": (1, 1)}}, "expected the lower end first"),
    "half or more": ({"number": {"clip": 0.5}}, "less than 0.5"),
    "no share": ({"number": {"clip": 0.0}}, "greater than 0"),
    "not finite": ({"number": {"missing": "constant", "constant": float("inf")}}, "finite"),
    "one word": ({"ordinal": ("a",)}, "at least 2"),
    "a word twice": ({"ordinal": ("a", "b", "a")}, "'a' stands in the order twice"),
    "an empty word": ({"ordinal": ("a", "")}, "at least 1"),
    "no columns": ({"sequence": {"of": ()}}, "at least 1"),
    "rare words that are not kept": (
        {"category": {"coding": "hashing", "rare": 2}},
        "rare needs the words of the training rows",
    ),
    "unseen words that are not told": (
        {"category": {"coding": "hashing", "unseen": "error"}},
        "unseen: error needs the words of the training rows, which hashing forgets",
    ),
}


@pytest.mark.parametrize(("written", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(written: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message.replace("(", r"\(")):
        column(written)


def test_what_a_cell_must_be() -> None:
    words = {name: column({name: NAMES[name]}).expected for name in NAMES}
    assert words["ordinal"] == "one of a, b"
    assert (words["number"], words["category"], words["sequence"]) == ("a number", "text", "a number")
    assert (words["date"], words["boolean"][:9]) == ("a date or time", "yes or no")


MEMBERS: dict[str, tuple[Any, list[str], tuple[str, ...]]] = {
    "a pattern, in the file's order": ("p*", ["y", "p2", "p10", "q", "p1"], ("p2", "p10", "p1")),
    "names, as listed": (("b", "a"), ["a", "b", "c"], ("b", "a")),
    "names that are not there": (("b", "z"), ["a", "b"], ("b", "z")),
    "two patterns": (("x*", "*1"), ["y1", "x2", "x1"], ("x2", "x1", "y1")),
    "brackets and question marks are letters": ("x[1]?*", ["x1?a", "x[1]?a", "x[1]a"], ("x[1]?a",)),
    "letters by case": ("P*", ["p1", "P1"], ("P1",)),
    "none": ("p*", ["a"], ()),
}


@pytest.mark.parametrize(("of", "names", "expected"), MEMBERS.values(), ids=MEMBERS)
def test_members_of_a_sequence(of: object, names: list[str], expected: tuple[str, ...]) -> None:
    assert column({"sequence": {"of": of}}).members(names) == expected


def test_members_are_numbers_of_one_kind() -> None:
    options = {"scale": "min_max", "missing": "constant", "constant": 3.0, "flag": True}
    assert column({"sequence": {"of": "p*", "features": 2, **options}}).number() == column({"number": options})
    assert column({"sequence": "p*"}).number() == column({"number": {"flag": False}})
