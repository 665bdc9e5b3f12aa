"""Codings: what each makes of known words, of missing ones and of words never met in training."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.coding import Coding
from nettrain.components.registries import CODINGS
from tests.components.summaries import Cells, column, encoded, fitted, read, stored


def coded(written: object, training: Cells, cells: Cells) -> np.ndarray:
    kind = column({"category": {"coding": written}})
    return encoded(kind, fitted(kind, training), read(kind, cells))


ROWS = ["b", "a", "b", None]
SHOWN = ["a", "b", None, "z"]
HALF = math.sqrt(0.5)
"""Deviation of 1, 0, 1, 2: the codes of ROWS, whose mean is 1."""
CASES: dict[str, tuple[Any, list[list[float]], tuple[str, ...]]] = {
    "one_hot": (
        "one_hot",
        [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
        (" = a", " = b", " is missing", " is unseen"),
    ),
    "ordinal": ("ordinal", [[-1 / HALF], [0], [1 / HALF], [2 / HALF]], ("",)),
    "embedding": ("embedding", [[0], [1], [2], [3]], ("",)),
    "hashing": (  # CRC-32 of a, b and z: e8b7be43, 71beeff9, 62d277af, of which the last two bits count
        {"hashing": {"buckets": 4}},
        [[0, 0, 0, 1, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0]],
        (" in bucket 0", " in bucket 1", " in bucket 2", " in bucket 3", " is missing"),
    ),
}


@pytest.mark.parametrize(("written", "expected", "names"), CASES.values(), ids=CASES)
def test_by_hand(written: object, expected: list[list[float]], names: tuple[str, ...]) -> None:
    np.testing.assert_allclose(coded(written, ROWS, SHOWN), expected, rtol=1e-6)
    kind = column({"category": {"coding": written}})
    assert kind.positions(fitted(kind, ROWS)) == names


def test_every_coding_has_a_case() -> None:
    assert set(CASES) == set(CODINGS)


WORDS = st.one_of(st.none(), st.text(max_size=4), st.sampled_from(["a", "b", "größe", "日本", " ", "a\x00"]))


@pytest.mark.parametrize("name", CODINGS)
@settings(max_examples=50)
@given(training=st.lists(WORDS, max_size=20), cells=st.lists(WORDS, min_size=1, max_size=20), cut=st.integers(0, 20))
def test_contract(name: str, training: Cells, cells: Cells, cut: int) -> None:
    """Finite, of the width that is named, and the same bits from JSON and in any cut of the rows."""
    kind = column({"category": {"coding": name}})
    facts, values = fitted(kind, training), read(kind, cells)
    made = encoded(kind, facts, values)
    assert made.shape == (len(cells), len(kind.positions(facts)))
    assert np.isfinite(made).all()
    np.testing.assert_array_equal(encoded(kind, stored(facts), values), made)
    parts = [encoded(kind, facts, part) for part in (values[:cut], values[cut:])]
    np.testing.assert_array_equal(np.concatenate(parts), made)
    if kind.codes(facts):
        assert 0 <= made.min() <= made.max() < kind.codes(facts)


TRAITS = {
    "one_hot": (True, 0, True),
    "ordinal": (False, 0, True),
    "embedding": (False, 4, True),
    "hashing": (True, 0, False),
}


@pytest.mark.parametrize(("name", "traits"), TRAITS.items())
def test_traits(name: str, traits: tuple[bool, int, bool]) -> None:
    """Whether it spreads, how many codes its one input holds (two levels, missing, unseen), whether it keeps words."""
    kind = column({"category": {"coding": name}})
    facts = fitted(kind, ROWS)
    assert (kind.spreads(facts), kind.codes(facts), bool(facts["levels"])) == traits


@pytest.mark.parametrize(
    ("word", "bucket"), [("123456789", 0x26), ("red", 15), ("größe", 9), ("日本", 12), ("", 0)], ids=repr
)
def test_hashes_stay(word: str, bucket: int) -> None:
    """CRC-32 modulo 64; that of 123456789 is cbf43926 by the catalogue of CRC algorithms."""
    made = coded("hashing", [], [word, None])
    assert made.shape == (2, 65)
    assert made.argmax(axis=1).tolist() == [bucket, 64]


def test_hashing_does_not_depend_on_the_training_rows() -> None:
    words = [f"w{number}" for number in range(300)]
    np.testing.assert_array_equal(coded("hashing", words, words), coded("hashing", [None], words))
    used = coded("hashing", words, words).sum(axis=0)
    assert (used[:64] > 0).sum() >= 60, "300 words fill nearly all of 64 buckets"


def test_ordinal_of_one_level_is_zero() -> None:
    assert coded("ordinal", ["a", "a"], ["a", "z"]).tolist() == [[0], [1]]


def test_many_levels_keep_their_codes() -> None:
    words = [f"{number:06}" for number in range(100_000)]
    made = coded("embedding", words, ["000000", "099999", "x", "050000"])
    assert made.tolist() == [[0], [99_999], [100_000], [50_000]]


@pytest.mark.parametrize("buckets", [1, 0, 2_000_000])
def test_buckets_have_bounds(buckets: int) -> None:
    with pytest.raises(ValidationError, match="buckets"):
        CODINGS["hashing"].model_validate({"buckets": buckets})


def test_a_coding_needs_all_of_its_parts() -> None:
    class Unfinished(Coding):
        """Without fit, positions and apply."""

    with pytest.raises(TypeError, match="apply"):
        Unfinished()


def test_number_of_expressions() -> None:
    for name in CODINGS:
        coding = Choice(CODINGS).bind(name)
        made = coding.apply(pl.col("word"), pl.col("code"), coding.fit([1, 2]))
        frame = pl.DataFrame({"word": ["a", None], "code": pl.Series([0, 1], dtype=pl.UInt32)})
        assert frame.select(made.alias("made")).schema["made"] == (pl.UInt32 if coding.spreads else pl.Float32)
