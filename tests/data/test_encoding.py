"""Encoding: every kind of column against numbers worked out by hand."""

import json
import math

import numpy as np
import polars as pl
import pytest

from nettrain.components.choice import Choice
from nettrain.components.column import Column
from nettrain.components.registries import COLUMNS
from nettrain.data.encoding import ROW, FittedColumn, encode, fit_columns, layout


def kind(written: object) -> Column:
    column = Choice(COLUMNS).bind(written)
    assert isinstance(column, Column)
    return column


def rows(*cells: str | None) -> pl.DataFrame:
    return pl.DataFrame({"c": cells}, schema={"c": pl.String}).with_row_index(ROW)


MEAN, STD = 2.0, math.sqrt(2 / 3)
CASES = {
    "number": ("number", ["1", "2", "3"], ["1", "5", None], [[-1 / STD], [3 / STD], [0.0]], [""]),
    "number with a gap in training": (
        "number",
        ["1", None, "2", "3"],
        ["3", None],
        [[1 / STD, 0], [0, 1]],
        ["", " is missing"],
    ),
    "number, mean for a gap, no flag": (
        {"number": {"missing": "mean", "flag": False, "scale": "none"}},
        ["1", None, "8"],
        [None, "-1e3"],
        [[4.5], [-1000]],
        [""],
    ),
    "median for a gap": ({"number": {"scale": "none", "flag": False}}, ["1", "2", "9"], [None], [[2]], [""]),
    "constant number": ("number", ["4", "4"], ["4", "6"], [[0], [2]], [""]),
    "number without any value": ("number", [None, None], ["7"], [[7, 0]], ["", " is missing"]),
    "category": (
        "category",
        ["b", "a", "b"],
        ["a", "b", "z", None],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]],
        [" = a", " = b", " is unseen"],
    ),
    "category with a gap in training": (
        "category",
        ["b", None],
        ["b", None, "z"],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [" = b", " is missing", " is unseen"],
    ),
    "boolean": ("boolean", ["Yes", "no", "T"], ["TRUE", "f", None], [[1], [0], [0.5]], [""]),
    "boolean with a gap in training": ("boolean", ["1", None], ["0", None], [[0, 0], [0.5, 1]], ["", " is missing"]),
}


@pytest.mark.parametrize(("written", "training", "cells", "expected", "names"), CASES.values(), ids=CASES)
def test_encode(written: object, training: list, cells: list, expected: list, names: list) -> None:
    (column,) = fit_columns(rows(*training), {"c": kind(written)})
    again = FittedColumn.from_json(json.loads(json.dumps(column.to_json())))
    for fitted in (column, again):
        encoded = encode(rows(*cells), [fitted])
        assert encoded.inputs.dtype == np.float32
        assert encoded.inputs.flags.c_contiguous
        np.testing.assert_allclose(encoded.inputs, np.array(expected, "float32"), rtol=1e-6)
        assert fitted.positions == tuple("c" + name for name in names)
        assert encoded.missing == ({"c": cells.count(None)} if None in cells else {})
    assert layout([column]).shape == (len(names),)


def test_every_kind_has_a_case() -> None:
    assert {kind(written).yaml_name() for written, *_ in CASES.values()} == set(COLUMNS)


def test_unseen_is_counted() -> None:
    (column,) = fit_columns(rows("a", "b"), {"c": kind("category")})
    assert encode(rows("z", "a", "z", None), [column]).unseen == {"c": 2}


def test_hidden_training_cells() -> None:
    """A share of the training cells is shown as unseen: about the rate, by seed and row alone."""
    cells = rows(*["a", "b"] * 5000)
    (column,) = fit_columns(cells, {"c": kind({"category": {"unseen_rate": 0.05}})})
    first = encode(cells, [column], hide_seed=1).inputs
    assert first.sum(axis=1).tolist() == [1.0] * 10000
    assert 400 < first[:, 2].sum() < 600
    np.testing.assert_array_equal(first, encode(cells, [column], hide_seed=1).inputs)
    np.testing.assert_array_equal(first[5000:], encode(cells[5000:], [column], hide_seed=1).inputs)
    assert (first != encode(cells, [column], hide_seed=2).inputs).any()
    assert encode(cells, [column]).inputs[:, 2].sum() == 0
