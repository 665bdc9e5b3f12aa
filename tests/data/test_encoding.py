"""Encoding: every kind of column, scale and coding against numbers worked out by hand, and what holds for all."""

from __future__ import annotations

import json
import math
import zlib
from datetime import datetime
from statistics import NormalDist

import numpy as np
import polars as pl
import pytest

from nettrain.components.columns.date import Date, ambiguous
from nettrain.components.registries import CODINGS, COLUMNS, SCALES
from nettrain.data.encoding import TRAINED_ON, Encoder, FittedColumn, handled, layout
from nettrain.data.measuring import measured, pooled
from nettrain.data.table import ROW
from tests.data.tables import column

ONE = datetime(2024, 1, 1)


def rows(written: object, *cells: str | None) -> pl.DataFrame:
    """Return text cells as values."""
    frame = pl.DataFrame({"c": cells}, schema={"c": pl.String})
    return frame.select(column(written).read(pl.col("c")).alias("c")).with_row_index(ROW)


def fitted(written: object, *cells: str | None) -> FittedColumn:
    kind, values = column(written), rows(written, *cells)
    return FittedColumn("c", kind, kind.fit(measured([values], ["c"], values.height)["c"]))


def encoded(written: object, training: list, cells: list) -> np.ndarray:
    return Encoder([fitted(written, *training)])(rows(written, *cells)).whole()


MEAN, STD = 2.0, math.sqrt(2 / 3)
LOGS = np.log1p([0, 1, 3])
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
    "constant for a gap": (
        {"number": {"scale": "none", "missing": "constant", "constant": -7.5}},
        ["1", None],
        [None, "2"],
        [[-7.5, 1], [2, 0]],
        ["", " is missing"],
    ),
    "clipped at two ends": (
        {"number": {"scale": "none", "clip": (0.0, 2.0)}},
        ["1"],
        ["-5", "1", "9"],
        [[0], [1], [2]],
        [""],
    ),
    "clipped by share": (
        {"number": {"scale": "none", "clip": 0.25}},
        ["0", "1", "2", "3", "4"],
        ["-5", "2", "9"],
        [[1], [2], [3]],
        [""],
    ),
    "constant number": ("number", ["4", "4"], ["4", "6"], [[0], [2]], [""]),
    "number without any value": ("number", [None, None], ["7"], [[7, 0]], ["", " is missing"]),
    "min_max": ({"number": {"scale": "min_max"}}, ["2", "4", "6"], ["2", "6", "8"], [[0], [1], [1.5]], [""]),
    "robust": (
        {"number": {"scale": "robust"}},
        ["0", "1", "2", "3", "4"],
        ["2", "4", "1e300"],
        [[0], [1 / math.sqrt(1 + 1 / 9)], [3]],
        [""],
    ),
    "log1p": (
        {"number": {"scale": "log1p"}},
        ["0", "1", "3"],
        ["0", "-1"],
        [[-LOGS.mean() / LOGS.std()], [(-math.log(2) - LOGS.mean()) / LOGS.std()]],
        [""],
    ),
    "quantile": (
        {"number": {"scale": {"quantile": {"knots": 5}}}},
        ["0", "10", "20", "30", "40"],
        ["20", "10", "25", "99"],
        [[0], [NormalDist().inv_cdf(0.25)], [NormalDist().inv_cdf(0.75) / 2], [NormalDist().inv_cdf(1 - 1e-7)]],
        [""],
    ),
    "quantile of a constant": ({"number": {"scale": "quantile"}}, ["5", "5"], ["5", "6"], [[0], [0]], [""]),
    "beyond float32": ({"number": {"scale": "none"}}, ["1"], ["1e300", "-1e300"], [[3e38], [-3e38]], [""]),
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
    "rare levels": (
        {"category": {"rare": 2}},
        ["a", "b", "b", "c"],
        ["a", "b", "z"],
        [[0, 1], [1, 0], [0, 1]],
        [" = b", " is unseen"],
    ),
    "a word for a gap": (
        {"category": {"missing": "constant", "constant": "b"}},
        ["a", None],
        [None, "a"],
        [[0, 1, 0], [1, 0, 0]],
        [" = a", " = b", " is unseen"],
    ),
    "ordinal code": (
        {"category": {"coding": "ordinal"}},
        ["a", "b", "a", "b"],
        ["a", "b", "z"],
        [[-1], [1], [3]],
        [""],
    ),
    "embedding code": ({"category": {"coding": "embedding"}}, ["b", "a"], ["a", "b", "z"], [[0], [1], [2]], [""]),
    "hashing": (
        {"category": {"coding": {"hashing": {"buckets": 2}}}},
        ["a"],
        ["a", "new", None],
        [*([float(zlib.crc32(word) % 2 == n) for n in range(2)] + [0] for word in (b"a", b"new")), [0, 0, 1]],
        [" in bucket 0", " in bucket 1", " is missing"],
    ),
    "boolean": ("boolean", ["Yes", "no", "T"], ["TRUE", "f", None], [[1], [0], [0.5]], [""]),
    "boolean with a gap in training": ("boolean", ["1", None], ["0", None], [[0, 0], [0.5, 1]], ["", " is missing"]),
    "yes for a gap": ({"boolean": {"missing": "yes"}}, ["1", "0"], [None], [[1]], [""]),
    "ordinal": (
        {"ordinal": ("low", "middle", "high")},
        ["low", "high", "high", None],
        ["low", "middle", "high", None],
        [[0, 0], [0.5, 0], [1, 0], [1, 1]],
        ["", " is missing"],
    ),
    "date": (
        {"date": {"format": "%Y-%m-%d", "parts": ("elapsed", "year", "week")}},
        ["2024-01-01", "2024-01-03"],
        ["2024-01-03", "2024-01-01"],
        [
            [1, *(f(2 * math.pi * 2 / turn) for turn in (365.25, 7) for f in (math.sin, math.cos))],
            [-1, 0, 1, 0, 1],
        ],
        [" elapsed", " year sine", " year cosine", " week sine", " week cosine"],
    ),
    "time": (
        {"date": {"format": "%H.%M.%S"}},
        ["00.00.00", "06.00.00"],
        ["06.00.00", "12.00.00"],
        [[1, 0], [0, -1]],
        [" day sine", " day cosine"],
    ),
    "sequence": ({"sequence": {"of": ("c",)}}, ["1", "2", "3"], ["3"], [[1 / STD]], [""]),
}


@pytest.mark.parametrize(("written", "training", "cells", "expected", "names"), CASES.values(), ids=CASES)
def test_encode(written: object, training: list, cells: list, expected: list, names: list) -> None:
    made = fitted(written, *training)
    again = FittedColumn.from_json(tuples(json.loads(json.dumps(made.to_json()))))
    whole = Encoder([made])(rows(written, *cells)).whole()
    assert whole.dtype == np.float32
    assert whole.flags.c_contiguous
    np.testing.assert_allclose(whole, np.array(expected, "float32"), rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(
        Encoder([again])(rows(written, *cells)).whole(), whole, "read back from JSON: the same bits"
    )
    parts = [Encoder([made])(rows(written, cell)).whole() for cell in cells]
    np.testing.assert_array_equal(np.concatenate(parts), whole, "in any cut: the same bits")
    assert made.positions == tuple("c" + name for name in names)
    assert layout([made]).size == len(names)
    missing = handled(rows(written, *cells), [made]).get("missing", {})
    assert missing == ({"c": cells.count(None)} if None in cells else {})


def tuples(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(tuples, value))
    return {key: tuples(item) for key, item in value.items()} if isinstance(value, dict) else value


def test_every_kind_scale_and_coding_has_a_case() -> None:
    kinds = [column(written) for written, *_ in CASES.values()]
    assert {kind.yaml_name() for kind in kinds} == set(COLUMNS)
    assert {kind.scale.yaml_name() for kind in kinds if hasattr(kind, "scale")} == set(SCALES)
    assert {kind.coding.yaml_name() for kind in kinds if hasattr(kind, "coding")} == set(CODINGS)


@pytest.mark.parametrize("scale", list(SCALES))
def test_a_scale_gives_finite_numbers_and_can_be_undone(scale: str) -> None:
    numbers = [0.0, -1.0, 3.5, 1e-300, 7.25, -2e5, 12.0]
    made = fitted({"number": {"scale": scale}}, *map(repr, numbers))
    given = Encoder([made])(rows("number", *map(repr, [*numbers, 1e308, -1e308]))).whole()
    assert np.isfinite(given).all()
    kind = made.kind.scale
    if kind.invertible:
        shift, factor = kind.affine(made.facts["scale"])
        straight = given[: len(numbers), 0].astype(float) * factor + shift
        own = np.sign(straight) * np.expm1(np.abs(straight)) if kind.curve == "log1p" else straight
        np.testing.assert_allclose(own, numbers, rtol=1e-3, atol=1e-1)


@pytest.mark.parametrize("missing", ["median", "error"])
@pytest.mark.parametrize("scale", list(SCALES))
def test_a_line_is_the_expression_to_the_bit(scale: str, missing: str) -> None:
    """Numbers are put through a line in tiles, in any order of the rows; what `encode` says of them is the same."""
    written = {"number": {"scale": scale, "missing": missing}}
    random = np.random.default_rng(7).normal(3, 11, 10_000)
    cells = [*map(repr, random.tolist()), None, *map(repr, [1e308, -1e308, 3e38, 5e-324, -0.0])]
    made, values = fitted(written, "1.7", "3.1", None, "-12.9", "8.25", "0.3"), rows(written, *cells)
    expected = values.select(
        part.alias(str(number)) for number, part in enumerate(made.kind.encode(pl.col("c"), made.facts))
    ).to_numpy()
    assert bool(made.kind.line(made.facts)) == made.kind.scale.straight
    encoded, order = Encoder([made])(values), np.random.default_rng(8).permutation(len(cells))[:9_000]
    assert encoded.whole().tobytes() == np.ascontiguousarray(expected).tobytes()
    room = np.empty((len(order), encoded.width), np.float32)
    encoded.take(order, room)
    assert room.tobytes() == expected[order].tobytes()
    encoded.put(500, room)
    assert room.tobytes() == np.ascontiguousarray(expected[500:9_500]).tobytes()


def test_policies_are_counted() -> None:
    made = fitted({"category": {"rare": 2}}, "a", "a", "b")
    assert handled(rows("category", "z", "a", "b", None), [made]) == {
        "unseen": {"c": 1},
        "rare": {"c": 1},
        "missing": {"c": 1},
    }
    clipped = fitted({"number": {"clip": (0.0, 1.0)}}, "1")
    assert handled(rows("number", "5", "0.5", "-1"), [clipped]) == {"clipped": {"c": 2}}


def trained(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(pl.lit(True).alias(TRAINED_ON))


def test_hidden_training_cells() -> None:
    """A share of the training cells is shown as unseen: about the rate, by seed and row alone."""
    written = {"category": {"unseen_rate": 0.05}}
    cells, made = rows(written, *["a", "b"] * 5000), fitted(written, *["a", "b"] * 5000)
    first = Encoder([made], 1)(trained(cells)).whole()
    assert first.sum(axis=1).tolist() == [1.0] * 10000
    assert 400 < first[:, 2].sum() < 600
    np.testing.assert_array_equal(first, Encoder([made], 1)(trained(cells)).whole())
    np.testing.assert_array_equal(first[5000:], Encoder([made], 1)(trained(cells[5000:])).whole())
    assert (first != Encoder([made], 2)(trained(cells)).whole()).any()
    assert Encoder([made])(cells).whole()[:, 2].sum() == 0
    not_trained = cells.with_columns(pl.lit(False).alias(TRAINED_ON))
    assert Encoder([made], 1)(not_trained).whole()[:, 2].sum() == 0


def test_two_columns_hide_different_rows() -> None:
    written = {"category": {"unseen_rate": 0.5}}
    one = fitted(written, *["a", "b"] * 2000)
    both = rows(written, *["a", "b"] * 2000).with_columns(pl.col("c").alias("d"))
    made = Encoder([one, one._replace(name="d")], 3)(trained(both)).whole()
    together = (made[:, 2] * made[:, 5]).mean()
    assert 0.2 < together < 0.3, "as often as two coins both fall on one side"


def test_codes_of_several_columns_are_numbered_through() -> None:
    coded = {"category": {"coding": "embedding"}}
    one, two = fitted(coded, "a", "b"), fitted(coded, "x")._replace(name="d")
    values = pl.DataFrame({"c": ["b", "z"], "d": ["x", "q"]}).with_row_index(ROW)
    assert Encoder([one, two])(values).whole().tolist() == [[1, 3], [2, 4]]
    assert [slot.codes for slot in layout([one, two]).slots] == [3, 2]


def test_a_sequence_alone_has_steps_and_features() -> None:
    one = fitted("number", "1", "2")
    members = [one._replace(name=f"p{n}", block="p", features=2) for n in range(6)]
    assert layout(members).shape == (3, 2)
    assert [(slot.column, slot.kind, slot.width) for slot in layout(members).slots] == [("p", "sequence", 6)]
    assert layout([*members, one]).shape == (7,)


def test_pooled_summaries_are_those_of_all_values() -> None:
    columns = {"a": [5.0, 7.0, None], "b": [10.0, 4.0, 3.0], "c": [None] * 3}
    values = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64)).with_row_index(ROW)
    whole = pooled(list(measured([values], ["a", "b", "c"], 3).values()))
    every = np.array([5, 7, 10, 4, 3.0])
    assert (whole.rows, whole.missing, whole.low, whole.high) == (9, 4, 3, 10)
    assert (whole.mean, whole.std) == (pytest.approx(every.mean()), pytest.approx(every.std()))


def test_measures_do_not_depend_on_the_cut() -> None:
    numbers = np.random.default_rng(0).normal(5, 3, 1000)
    values = pl.DataFrame({"c": numbers}).with_row_index(ROW)
    whole = measured([values], ["c"], 1000)["c"]
    cut = measured([values[:10], values[10:700], values[700:]], ["c"], 1000)["c"]
    assert (whole.mean, whole.std) == (pytest.approx(numbers.mean()), pytest.approx(numbers.std()))
    assert (cut.mean, cut.std) == (pytest.approx(whole.mean), pytest.approx(whole.std))
    assert cut.quantile(0.5) == whole.quantile(0.5) == pytest.approx(np.median(numbers))


SMALL = [1e-139, 1e-160, 1e-200, 1e-250, 1e-290]
"""Units of which the square is next to no float64, or none."""


@pytest.mark.parametrize("unit", SMALL)
def test_small_numbers_are_measured_as_large_ones(unit: float) -> None:
    numbers = np.random.default_rng(0).normal(5, 3, (300, 2))
    small = pl.DataFrame(numbers * unit, schema=["a", "b"]).with_row_index(ROW)
    found = measured([small[:90], small[90:]], ["a", "b"], 300)
    assert [found[name].std / unit for name in "ab"] == pytest.approx(numbers.std(axis=0))
    assert pooled(list(found.values())).std / unit == pytest.approx(numbers.std())


@pytest.mark.parametrize("scale", ["standard", "log1p", "robust", "quantile", "min_max"])
@pytest.mark.parametrize("unit", SMALL)
def test_small_numbers_enter_as_large_ones(unit: float, scale: str) -> None:
    """log1p is no logarithm so near to 0."""
    numbers = np.random.default_rng(1).normal(5, 3, 300)

    def made(scale: str, values: np.ndarray) -> np.ndarray:
        return encoded({"number": {"scale": scale}}, *[[repr(float(value)) for value in values]] * 2)

    large = made("standard" if scale == "log1p" else scale, numbers)
    np.testing.assert_allclose(made(scale, numbers * unit), large, rtol=1e-5, atol=1e-6)


DATES = {
    "2024-03-10": "%Y-%m-%d",
    "2024/03/10": "%Y/%m/%d",
    "10.03.2024": "%d.%m.%Y",
    "13/03/2024": "%d/%m/%Y",
    "03/13/2024": "%m/%d/%Y",
    "10 Mar 2024": "%d %b %Y",
    "March 10, 2024": "%B %d, %Y",
    "10.03.24": "%d.%m.%y",
    "2024-03-10 12:30": "%Y-%m-%d %H:%M",
    "2024-03-10T12:30:01.25": "%Y-%m-%dT%H:%M:%S%.f",
    "2024-03-10T12:30:01Z": "%Y-%m-%dT%H:%M:%SZ",
    "2024-03-10T12:30:01+02:00": "%Y-%m-%dT%H:%M:%S%z",
    "18:30": "%H:%M",
    "18.30.05": "%H.%M.%S",
}


@pytest.mark.parametrize(("cell", "form"), DATES.items())
def test_formats_of_dates(cell: str, form: str) -> None:
    found = Date().resolved([cell])
    assert found is not None
    assert found.format == form


@pytest.mark.parametrize("cell", ["red", "2024-13-45", "1.2.3.4", "10-10", "", "40-49"])
def test_no_dates(cell: str) -> None:
    assert Date().resolved([cell]) is None


def test_a_date_that_is_not_clear() -> None:
    assert ambiguous(["03/04/2024", "05/06/2024"])
    assert not ambiguous(["03/04/2024", "25/06/2024"])
    assert not ambiguous(["2024-03-04"])


def test_an_offset_is_counted() -> None:
    made = rows({"date": {"format": "%Y-%m-%dT%H:%M:%S%z"}}, "2024-01-01T02:00:00+02:00")
    assert made.get_column("c").to_list() == [ONE]
