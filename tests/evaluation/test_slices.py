"""Groups of rows by the cells of a column."""

from __future__ import annotations

import polars as pl
import pytest

from nettrain.evaluation.slices import groups

CASES = [
    ("text", ["b", "a", "b", "", "NA", "b"], [("b", 3), ("a", 1), ("(missing)", 2)]),
    ("few numbers", ["2", "10", "2", "1.50"], [("1.5", 1), ("2", 2), ("10", 1)]),
    ("ranges", [str(n) for n in range(100)], [("0 to 24", 25), ("24 to 49", 25), ("49 to 74", 25), ("74 to 99", 25)]),
    ("mostly one number", ["0"] * 50 + [str(n) for n in range(1, 12)], [("0 to 11", 61)]),
    ("numbers with a gap", ["3", "?", "3"], [("3", 2), ("(missing)", 1)]),
    ("a word among numbers", ["3", "x", "3"], [("3", 2), ("x", 1)]),
    ("nothing", ["", ""], [("(missing)", 2)]),
    (
        "many words",
        [f"w{n:02}" for n in range(30)] + ["w07", "w20"],
        [("w07", 2), ("w20", 2), *((f"w{n:02}", 1) for n in range(18) if n != 7), ("(11 rarer values)", 11)],
    ),
]


@pytest.mark.parametrize(("cells", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_groups(cells: list[str], found: list[tuple[str, int]]) -> None:
    made = list(groups(pl.Series("c", cells), ("NA", "?")))
    assert [(group.name, int(group.rows.sum())) for group in made] == found
    assert sum(group.rows.astype(int) for group in made).tolist() == [1] * len(cells), "each row in one group"
    assert [group.small for group in made] == [count < 30 for _, count in found]
