"""Columns that tell rows apart, and what is none."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from nettrain.data.identifiers import identifiers

SHUFFLED = list(np.random.default_rng(0).permutation(100) * 3.0)
COUNT, DIFFERENT = "whole numbers that count the rows", "whole numbers, different in every row"

COLUMNS: dict[str, tuple[str, list[object], str]] = {
    "row number": ("n", list(map(float, range(100))), COUNT),
    "rising by ten": ("n", [10.0 * n for n in range(100)], COUNT),
    "rows not spread quite evenly": ("n", [float(5 * n // 2) for n in range(100)], COUNT),
    "rising by one or two": ("n", [float(3 * n // 2) for n in range(100)], ""),
    "falling": ("n", [-1.0 * n for n in range(100)], ""),
    "random, named so": ("CustomerId", SHUFFLED, DIFFERENT),
    "random, named otherwise": ("balance", SHUFFLED, ""),
    "paid is no id": ("paid", SHUFFLED, ""),
    "named so, but twice": ("user_id", [1.0, 1.0, *map(float, range(2, 100))], ""),
    "named so, but missing once": ("user_id", [None, *map(float, range(1, 100))], ""),
    "decimals": ("id", [n + 0.5 for n in range(100)], ""),
    "yes and no": ("id", [True, False] * 50, ""),
    "words": ("name", [f"w{n}" for n in range(100)], "100 different texts in 100 rows"),
    "words that come again": ("name", [f"w{n % 40}" for n in range(100)], ""),
    "too few rows": ("id", list(map(float, range(10))), ""),
}


@pytest.mark.parametrize(("name", "values", "reason"), COLUMNS.values(), ids=COLUMNS)
def test_identifiers(name: str, values: list[object], reason: str) -> None:
    assert identifiers(pl.DataFrame({name: values})) == ({name: reason} if reason else {})


def test_each_column_is_judged_by_its_own_steps() -> None:
    columns = {name: values for name, values, _ in COLUMNS.values() if len(values) == 100}
    reasons = {name: reason for name, values, reason in COLUMNS.values() if columns.get(name) is values and reason}
    assert identifiers(pl.DataFrame(columns)) == reasons
