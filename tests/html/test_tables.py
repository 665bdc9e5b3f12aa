"""The tables of a report: numbers to the right, by the kind of their column and not by what they look like."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.components.columns.ordinal import Ordinal
from nettrain.data.encoding import FittedColumn
from nettrain.html.digits import beside
from nettrain.html.evidence import Evidence, Numbers
from nettrain.html.tables import worst_table


def test_inputs_are_set_by_their_kind() -> None:
    kinds = {
        "mass": Number(),
        "lost": Number(),
        "version": Category(),
        "code": Category(),
        "rank": Ordinal(order=("1", "2")),
    }
    columns = [FittedColumn(name, kind, {}) for name, kind in kinds.items()]
    judged = Numbers(("y",), np.array([[1.0], [2.0]]), np.array([[3.0], [2.5]]))
    run: Any = SimpleNamespace(judged=judged, rows=np.array([7, 9]), plan=SimpleNamespace(columns=columns))
    cells = {n: {"mass": 1.5e7, "lost": None, "version": "2.3.4", "code": "12", "rank": "1"} for n in (7, 9)}
    table = worst_table(cast(Evidence, run), np.array([0, 1]), cells)
    assert table.rows[0] == ["7", "1", "3", "2", "1.500e+07", "missing", "2.3.4", "12", "1"]
    assert dict(zip(table.heads, table.right, strict=True)) == {
        **dict.fromkeys(("row", "actual", "predicted", "error", "mass", "lost"), True),
        **dict.fromkeys(("version", "code", "rank"), False),
    }


def test_moments_are_told_as_in_slices() -> None:
    """Days without a time, times without a day; of what stands in one column."""
    names = ("day", "time", "both")
    columns = [FittedColumn(name, Date(), {}) for name in names]
    judged = Numbers(("y",), np.array([[1.0], [2.0], [3.0]]), np.array([[3.0], [2.5], [1.0]]))
    run: Any = SimpleNamespace(judged=judged, rows=np.array([7, 8, 9]), plan=SimpleNamespace(columns=columns))
    midnight, later = datetime(2005, 3, 11), datetime(2005, 3, 12, 9, 30)
    cells = {
        7: {"day": midnight, "time": datetime(1970, 1, 1), "both": midnight},
        9: {"day": None, "time": datetime(1970, 1, 1, 11), "both": later},
    }
    table = worst_table(cast(Evidence, run), np.array([0, 1, 2]), cells)
    assert [row[4:] for row in table.rows] == [
        ["2005-03-11", "00:00", "2005-03-11 00:00"],
        [],
        ["missing", "11:00", "2005-03-12 09:30"],
    ]


APART = [
    ([1e9 + 0.25, 1e9 + 4.5], 4.25, ["1,000,000,000.2", "1,000,000,004.5"]),
    ([0.125, 0.12500021], 2.1e-7, ["0.12500000", "0.12500021"]),
    ([5e-9, 5.0000003e-9], 3e-16, ["5.00000000e-09", "5.00000030e-09"]),
    ([1e18, 1e18 + 4096], 4096.0, ["1.0000000000000000e+18", "1.0000000000000041e+18"]),
    ([12.0, 15.5], 3.5, ["12", "15.5"]),
    ([1e9, 1e9], 0.0, ["1.000e+09", "1.000e+09"]),
    ([1.0, float("nan")], float("nan"), ["1", "nan"]),
]
"""Numbers, how far they are apart, and with how many digits they are told."""


@pytest.mark.parametrize(("numbers", "apart", "told"), APART)
def test_numbers_have_the_digits_by_which_they_differ(numbers: list[float], apart: float, told: list[str]) -> None:
    assert beside(numbers, apart) == told


def test_the_worst_rows_have_the_digits_of_their_error() -> None:
    judged = Numbers(("y",), np.array([[1e9]]), np.array([[1e9 + 4.5]]))
    run: Any = SimpleNamespace(judged=judged, rows=np.array([7]), plan=SimpleNamespace(columns=[]))
    table = worst_table(cast(Evidence, run), np.array([0]), {})
    assert table.rows == [["7", "1,000,000,000.0", "1,000,000,004.5", "4.5"]]
