"""Groups of rows by the cells of a column."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from nettrain.commands.judging.demands import Terms
from nettrain.commands.judging.verdict import Beside, Case, sliced
from nettrain.components.columns.date import Date
from nettrain.components.metric import taken
from nettrain.data.dialect import Dialect
from nettrain.evaluation.cells import with_values
from nettrain.evaluation.slices import groups
from tests.evaluation.test_intervals import binary
from tests.making import planned

COMMA = Dialect(delimiter=";", decimal=",", thousands=".")


def ranges(beyond: str, ends: list[str], rows: int) -> list[tuple[str, int]]:
    """Return the groups of ranges with equal numbers of rows."""
    names = [f"{low} to {high}" for low, high in pairwise(ends)]
    return [(name if name == names[0] else f"{beyond} {name}", rows) for name in names]


CASES = [
    ("text", ["b", "a", "b", "", "NA", "b"], [("b", 3), ("a", 1), ("(missing)", 2)]),
    ("few numbers", ["2", "10", "2", "1.50"], [("1.5", 1), ("2", 2), ("10", 1)]),
    ("ranges", [str(n) for n in range(100)], ranges("above", ["0", "24", "49", "74", "99"], 25)),
    ("mostly one number", ["0"] * 50 + [str(n) for n in range(1, 12)], [("0 to 11", 61)]),
    ("numbers with a gap", ["3", "?", "3"], [("3", 2), ("(missing)", 1)]),
    ("a word among numbers", ["3", "x", "3"], [("3", 2), ("x", 1)]),
    ("nothing", ["", ""], [("(missing)", 2)]),
    ("days", [f"2023010{n}" for n in (2, 1, 2)], [("20230101", 1), ("20230102", 2)]),
    ("a million", ["1000000", "1e6", "2e30", "0"], [("0", 1), ("1000000", 2), ("2e+30", 1)]),
    ("signs", ["-0.0", "0", "-3", "-inf"], [("-inf", 1), ("-3", 1), ("0", 2)]),
    ("decimals", ["0.1", "0.25", "0.1234567", "1e-7"], [("1e-07", 1), ("0.1", 1), ("0.123457", 1), ("0.25", 1)]),
    ("close", ["0.12345671", "0.12345672", "3"], [("0.12345671", 1), ("0.12345672", 1), ("3", 1)]),
    ("beside a whole one", ["2", "2.0000001"], [("2", 1), ("2.0000001", 1)]),
    ("next to each other", ["0.3", "0.30000000000000004"], [("0.29999999999999999", 1), ("0.30000000000000004", 1)]),
    ("large with decimals", ["1234567.5", "999999.9"], [("1000000", 1), ("1234568", 1)]),
    ("too long to be held", ["12345678901234567", "12345678901234568"], [(f"1234567890123456{n}", 1) for n in (7, 8)]),
    (
        "ranges of days",
        [str(20230101 + n) for n in range(20)],
        ranges("above", ["20230101", "20230105", "20230110", "20230115", "20230120"], 5),
    ),
    (
        "nanoseconds",
        [f"16725312001234567{n:02}" for n in range(20)],
        ranges("above", [f"16725312001234567{end}" for end in ("00", "04", "09", "14", "19")], 5),
    ),
    (
        "dates",
        [f"{n % 28 + 1}.{n % 12 + 1}.2024" for n in range(84)],
        ranges("after", ["2024-01-01", "2024-03-27", "2024-06-26", "2024-09-25", "2024-12-28"], 21),
    ),
    (
        "few dates",
        ["2024-03-01", "2023-12-31", "NA", "2024-03-01"],
        [("2023-12-31", 1), ("2024-03-01", 2), ("(missing)", 1)],
    ),
    (
        "moments",
        [f"2024-01-01 {n:02}:30" for n in range(20)],
        ranges("after", [f"2024-01-01 {hour}:30" for hour in ("00", "04", "09", "14", "19")], 5),
    ),
    (
        "moments with seconds",
        ["2024-01-01 12:00:05", "2024-01-02 12:00:00"],
        [("2024-01-01 12:00:05", 1), ("2024-01-02 12:00:00", 1)],
    ),
    ("times", ["8:30", "12:00", "8:30"], [("08:30", 2), ("12:00", 1)]),
    ("a word among dates", ["2024-03-01", "soon", "2024-03-01"], [("2024-03-01", 2), ("soon", 1)]),
    ("longer than any number", ["9" * 30, "9" * 29 + "8"], [("9" * 29 + "8", 1), ("9" * 30, 1)]),
    ("long beside decimals", ["12345678901234567", "1.5"], [("1.5", 1), ("12345678901234567", 1)]),
    (
        "close ranges",
        [f"1.00000{n:02}" for n in range(20)],
        ranges("above", ["1", "1.0000004", "1.0000009", "1.0000014", "1.0000019"], 5),
    ),
    ("the name of a group", ["(missing)", "", "(missing)"], [("'(missing)'", 2), ("(missing)", 1)]),
    ("such a name in quotes", ["(missing)", "'(missing)'"], [("''(missing)''", 1), ("'(missing)'", 1)]),
    ("a name of some", ["(1,234 other values)", "(other)"], [("'(1,234 other values)'", 1), ("(other)", 1)]),
    (
        "many words",
        [f"w{n:02}" for n in range(30)] + ["w07", "w20"],
        [("w07", 2), ("w20", 2), *((f"w{n:02}", 1) for n in range(18) if n != 7), ("(11 other values)", 11)],
    ),
]


@pytest.mark.parametrize(("cells", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_groups(cells: list[str], found: list[tuple[str, int]]) -> None:
    check(cells, found, None)


SPELLED = [
    ("decimals", ["1,5", "0,25", "1,50", "?"], COMMA, [("0.25", 1), ("1.5", 2), ("(missing)", 1)]),
    ("thousands", ["1.234,5", "1.234", "7"], COMMA, [("7", 1), ("1234", 1), ("1234.5", 1)]),
    ("words", ["1.5", "1.25"], COMMA, [("1.25", 1), ("1.5", 1)]),
    ("a word", ["1,5", "x", "1,5"], COMMA, [("1,5", 2), ("x", 1)]),
    ("thousands before a point", ["1'234.5", "2"], Dialect(thousands="'"), [("2", 1), ("1234.5", 1)]),
    ("no marks", ["1,5", "1,5", "2"], Dialect(), [("1,5", 2), ("2", 1)]),
    (
        "ranges",
        [f"{n // 4},{n % 4 * 25:02}" for n in range(100)],
        COMMA,
        ranges("above", ["0", "6", "12.25", "18.5", "24.75"], 25),
    ),
]


@pytest.mark.parametrize(("cells", "dialect", "found"), [case[1:] for case in SPELLED], ids=[c[0] for c in SPELLED])
def test_numbers_are_read_as_the_file_spells_them(
    cells: list[str], dialect: Dialect, found: list[tuple[str, int]]
) -> None:
    check(cells, found, dialect)


def check(cells: list[str], found: list[tuple[str, int]], dialect: Dialect | None) -> None:
    """Hold the groups of some cells against their names and sizes."""
    missing = ("NA", "?")
    column = with_values([pl.DataFrame({"c": cells})], missing, dialect).get_column("c")
    made = list(groups(column, missing))
    assert [(group.name, int(group.rows.sum())) for group in made] == found
    assert sum(group.rows.astype(int) for group in made).tolist() == [1] * len(cells), "each row in one group"
    assert [group.small() for group in made] == [count < 30 for _, count in found]
    assert [group.pooled for group in made] == [name.endswith(" other values)") for name, _ in found]


def test_dates_are_read_as_in_training() -> None:
    cells = pl.DataFrame({"c": ["01/02/2024", "03/02/2024"]})
    read = with_values([cells], (), None, {"c": Date(format="%m/%d/%Y")})
    assert [group.name for group in groups(read.get_column("c"), ())] == ["2024-01-02", "2024-03-02"]


MARKED = [
    (["-999", "-999.0", "-999.00", "5"], None, [None, None, None, 5.0]),
    (["-999,0", "-999", "5,5"], COMMA, [None, None, 5.5]),
    (["-999.0", "9007199254740993"], None, ["-999.0", "9007199254740993"]),
    (["-999", "9007199254740993"], None, [None, 9007199254740993]),
    (["-999.0", "word"], None, ["-999.0", "word"]),
]


@pytest.mark.parametrize(("cells", "dialect", "values"), MARKED)
def test_marks_are_known_in_every_spelling_of_their_number(
    cells: list[str], dialect: Dialect | None, values: list[object]
) -> None:
    read = with_values([pl.DataFrame({"c": cells})], ("-999",), dialect)
    assert read.get_column("c").to_list() == values


def test_columns_are_read_each_for_itself() -> None:
    cells = pl.DataFrame(
        {"n": ["1,5", None, ""], "w": ["a", "", None], "none": [None, "", None]},
        pl.Schema(dict.fromkeys(("n", "w", "none"), pl.String)),
    )
    read = with_values([cells], (), COMMA)
    assert read.get_column("n").to_list() == [1.5, None, None]
    assert read.select("w", "none").equals(cells.select("w", "none")), "words as they stand"


@pytest.mark.parametrize(
    ("weights", "small"),
    [
        (None, False),
        (np.ones(40), False),
        (np.full(40, 1e-6), False),
        (np.where(np.arange(40) < 30, 0.1, 0.0), False),
        (np.arange(40) < 29, True),
        (np.zeros(40), True),
    ],
)
def test_a_group_is_as_large_as_its_weights_say(weights: NDArray[np.float64] | None, small: bool) -> None:
    (group,) = groups(pl.Series("c", ["a"] * 40), ())
    assert group.small(weights if weights is None else weights.astype(float)) == small


def test_rows_of_weight_0_change_no_slice(tmp_path: Path) -> None:
    plan = planned(tmp_path, "binary", "[output]").plan
    rows, cells = binary(160), pl.DataFrame({"c": ["a", "b", "b", "b"] * 40})
    found = []
    for weights in (np.repeat([1.0, 0.0], 80), np.ones(80)):
        count = len(weights)
        some = replace(taken(rows, np.arange(count)), weights=weights)
        case = Case(some, "test", Beside(cells=cells.head(count)))
        parts = sliced(plan, case, Terms(plan.named, (), {"c": {}}))["c"]
        found.append({part.group.name: {name: score.interval for name, score in part.scores.items()} for part in parts})
    assert found[0] == found[1]
    assert all(ends is not None for part in found[0].values() for ends in part.values())
