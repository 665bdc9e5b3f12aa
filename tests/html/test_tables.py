"""The tables of a report: numbers to the right, by the kind of their column and not by what they look like."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.columns.ordinal import Ordinal
from nettrain.data.encoding import FittedColumn
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
