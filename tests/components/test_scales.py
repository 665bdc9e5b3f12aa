"""Scales: each against its formula in NumPy, undone again, and finite whatever the numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.registries import SCALES
from nettrain.components.scale import Scale
from tests.components.summaries import column, encoded, stored, summary

Formula = Callable[[np.ndarray, np.ndarray], np.ndarray]
END = 5.199337582
"""The normal quantile of 1 - 1e-7, from a table."""


def scale(written: object) -> Scale:
    bound = Choice(SCALES).bind(written)
    assert isinstance(bound, Scale)
    return bound


def scaled(kind: Scale, training: list[float], numbers: list[float]) -> np.ndarray:
    facts = kind.fit(summary(pl.Series(training, dtype=pl.Float64)))
    frame = pl.DataFrame({"c": numbers}, schema={"c": pl.Float64})
    made = frame.select(kind.apply(pl.col("c"), facts).alias("c"))["c"]
    assert made.dtype == pl.Float64
    return made.to_numpy()


def bent(x: np.ndarray) -> np.ndarray:
    return np.sign(x) * np.log1p(np.abs(x))


def robust(t: np.ndarray, x: np.ndarray) -> np.ndarray:
    low, middle, high = np.quantile(t, [0.25, 0.5, 0.75])
    half = (t.max() - t.min()) / 2
    z = (x - middle) / (high - low if high > low else half if half else 1)
    return z / np.sqrt(1 + (z / 3) ** 2)


def quantile(t: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Knots at every training value: its share is the mean of those of its places."""
    ordered = np.sort(t)
    values = np.unique(t)
    if len(values) == 1:
        return np.zeros_like(x)
    shares = np.array([np.mean(np.flatnonzero(ordered == v)) / (len(t) - 1) for v in values])
    normal = [NormalDist().inv_cdf(s) for s in np.clip(shares, 1e-7, 1 - 1e-7)]
    return np.interp(x, values, normal)


FORMULAS: dict[str, Formula] = {
    "standard": lambda t, x: (x - t.mean()) / (t.std() or 1),
    "min_max": lambda t, x: (x - t.min()) / (np.ptp(t) or 1),
    "robust": robust,
    "quantile": quantile,
    "log1p": lambda t, x: (bent(x) - bent(t).mean()) / (bent(t).std() or 1),
    "none": lambda t, x: x,
}
QUARTERS = st.integers(-4000, 4000).map(lambda n: n / 4)
"""Numbers whose sums are exact, so that a constant column is constant to NumPy too."""


@pytest.mark.parametrize("name", SCALES)
@settings(max_examples=60)
@given(training=st.lists(QUARTERS, min_size=1, max_size=60), numbers=st.lists(QUARTERS, min_size=1, max_size=20))
def test_formula(name: str, training: list[float], numbers: list[float]) -> None:
    if name == "log1p" and len(set(training)) == 1:  # NumPy's own deviation of a constant's logarithm may not be 0
        training = [*training, training[0] + 1]
    expected = FORMULAS[name](np.array(training), np.array(numbers))
    np.testing.assert_allclose(scaled(scale(name), training, numbers), expected, rtol=1e-9, atol=1e-9)


CASES: dict[str, tuple[Any, list[float], list[float], list[float]]] = {
    "standard": ("standard", [1, 3], [1, 3, 5], [-1, 1, 3]),
    "standard of a constant": ("standard", [7, 7, 7], [7, 9], [0, 2]),
    "min_max": ("min_max", [-10, 0, 10], [-10, 5, 20], [0, 0.75, 1.5]),
    "min_max of a constant": ("min_max", [7, 7], [7, 9], [0, 2]),
    "robust": ("robust", [0, 2, 4, 6, 8], [4, 8, 16, 1e12], [0, 1 / math.sqrt(10 / 9), 3 / math.sqrt(2), 3]),
    "robust, quartiles equal": ("robust", [0, 5, 5, 5, 5, 5, 10], [10, 5, 20], [1 / math.sqrt(10 / 9), 0, 2.1213203]),
    "robust of a constant": ("robust", [7, 7], [7, 10], [0, 3 / math.sqrt(2)]),
    "log1p": ("log1p", [0, math.e**2 - 1], [0, math.e**2 - 1, 1 - math.e**3], [-1, 1, -4]),
    "log1p of a constant": ("log1p", [math.e - 1] * 3, [0, math.e - 1], [-1, 0]),
    "none": ("none", [1, 2], [-3.5, 1e300], [-3.5, 1e300]),
    "quantile, ends": ("quantile", [1, 2, 3], [-9, 1, 2, 3, 9], [-END, -END, 0, END, END]),
    "quantile, equal values share their middle": (
        "quantile",
        [0, 0, 0, 10, 20],
        [0, 5, 10],
        [-0.6744898, 0, 0.6744898],
    ),
    "quantile, between knots": (
        {"quantile": {"knots": 3}},
        [0, 1, 2, 30, 40],
        [1, 2, 40, 21],
        [-END / 2, 0, END, END / 2],
    ),
    "quantile, two knots": ({"quantile": {"knots": 2}}, [0, 7, 10], [0, 5, 7.5, 11], [-END, 0, END / 2, END]),
    "quantile of a constant": ("quantile", [7, 7], [7, 9], [0, 0]),
    "quantile of one row": ("quantile", [7], [7, 9], [0, 0]),
}


@pytest.mark.parametrize(("written", "training", "numbers", "expected"), CASES.values(), ids=CASES)
def test_by_hand(written: object, training: list[float], numbers: list[float], expected: list[float]) -> None:
    np.testing.assert_allclose(scaled(scale(written), training, numbers), expected, rtol=1e-7, atol=1e-7)


def test_quantile_keeps_no_more_knots_than_asked_or_needed() -> None:
    numbers = summary(pl.Series(np.random.default_rng(0).normal(size=5000)))
    assert len(scale({"quantile": {"knots": 100}}).fit(numbers)["values"]) == 100
    few = scale("quantile").fit(summary(pl.Series([1.0, 2.0, 3.0] * 1000)))
    assert few["values"] == (1.0, 2.0, 3.0)
    made = scaled(scale("quantile"), numbers.sample.to_list(), numbers.sample.to_list())
    assert (made.mean(), made.std()) == (pytest.approx(0, abs=0.01), pytest.approx(1, abs=0.03))


@pytest.mark.parametrize("knots", [1, 0, 20_000])
def test_knots_have_bounds(knots: int) -> None:
    with pytest.raises(ValidationError, match="knots"):
        SCALES["quantile"].model_validate({"knots": knots})


@pytest.mark.parametrize("name", [name for name in SCALES if SCALES[name].invertible])
@settings(max_examples=60)
@given(training=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), number=st.floats(-1e6, 1e6))
def test_undone(name: str, training: list[float], number: float) -> None:
    kind = scale(name)
    facts = kind.fit(summary(pl.Series(training, dtype=pl.Float64)))
    network = pl.select(kind.apply(pl.lit(number), facts)).item()
    shift, factor = kind.affine(facts)
    own = network * factor + shift
    own = math.copysign(math.expm1(abs(own)), own) if kind.curve == "log1p" else own
    assert own == pytest.approx(number, rel=1e-6, abs=1e-6)


def test_what_cannot_be_undone() -> None:
    assert [name for name in SCALES if not SCALES[name].invertible] == ["quantile", "robust"]
    assert [name for name in SCALES if SCALES[name].curve != "identity"] == ["log1p"]


TRAINING = {
    "ordinary": [0.5, -3.25, 1e-3, 40.0, 7.0, 7.0],
    "constant": [0.1] * 7,
    "a large constant": [1e17 / 3] * 7,
    "without any value": [],
    "extreme": [1e308, -1e308, 1.7e308, 3.0],
    "tiny": [5e-324, 0.0, 1e-310],
}
EXTREMES = [0.0, -0.0, 1.0, 5e-324, -1e-310, 3.5e38, -1e300, 1.7976931348623157e308, -1.7976931348623157e308]


@pytest.mark.parametrize("training", TRAINING.values(), ids=TRAINING)
@pytest.mark.parametrize("name", SCALES)
def test_contract(name: str, training: list[float]) -> None:
    """Through a number column: finite for anything, the same bits from JSON and in any cut of the rows."""
    number = column({"number": {"scale": name}})
    facts = number.fit(summary(pl.Series([*training, None], dtype=pl.Float64)))
    values = pl.Series([*training, *EXTREMES, None], dtype=pl.Float64)
    made = encoded(number, facts, values)
    assert made.shape == (values.len(), 2)
    assert np.isfinite(made).all()
    np.testing.assert_array_equal(encoded(number, stored(facts), values), made)
    for cut in range(values.len() + 1):
        parts = [encoded(number, facts, part) for part in (values[:cut], values[cut:])]
        np.testing.assert_array_equal(np.concatenate(parts), made)
    if len(set(training)) == 1 and name != "none":
        np.testing.assert_array_equal(made[: len(training), 0], 0)


@pytest.mark.parametrize("name", SCALES)
def test_any_cut_of_many_rows_gives_the_same_bits(name: str) -> None:
    """Enough rows for vectorised loops, whose last rows go another way."""
    number = column({"number": {"scale": name}})
    values = pl.Series(np.random.default_rng(0).normal(size=1000) ** 5 * 1e3)
    facts = number.fit(summary(values[:700]))
    made = encoded(number, facts, values)
    for cut in (1, 3, 64, 333, 997):
        parts = [encoded(number, facts, part) for part in (values[:cut], values[cut:])]
        np.testing.assert_array_equal(np.concatenate(parts), made)


@pytest.mark.parametrize("name", SCALES)
def test_scaling_keeps_the_order(name: str) -> None:
    numbers = sorted(np.random.default_rng(1).normal(size=500) ** 3)
    assert (np.diff(scaled(scale(name), numbers, numbers)) >= 0).all()
