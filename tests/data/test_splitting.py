"""Splitting: exact sizes, no row on two sides, every label on its share, the same every time."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from nettrain.data.mixing import mixed
from nettrain.data.splitting import deal

WORD = 2**64 - 1


def splitmix(value: int) -> int:
    """The finalizer, written out over Python's integers."""
    value = (value + 0x9E3779B97F4A7C15) & WORD
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & WORD
    return value ^ (value >> 31)


def test_mixed_is_splitmix() -> None:
    import zlib

    rows = pl.DataFrame({"row": [0, 1, 2, 10**12]}, schema={"row": pl.UInt64})
    salt = (7 << 32) ^ zlib.crc32(b"split")
    expected = [splitmix(row ^ splitmix(salt)) for row in rows["row"].to_list()]
    assert rows.select(mixed(pl.col("row"), 7, "split")).to_series().to_list() == expected


@given(
    labels=st.lists(st.sampled_from("aaaabbc"), min_size=1, max_size=200),
    validation=st.sampled_from([0.0, 0.1, 0.15, 0.25, 0.4]),
    test=st.sampled_from([0.0, 0.1, 0.15, 0.2, 0.5]),
    stratified=st.booleans(),
    seed=st.integers(0, 2**31 - 1),
)
def test_deal(labels: list[str], validation: float, test: float, stratified: bool, seed: int) -> None:
    rows, series = pl.Series(range(len(labels)), dtype=pl.UInt32), pl.Series(labels)
    sides = deal(rows, series if stratified else None, validation, test, seed)
    dealt = [sides.train.to_list(), sides.validation.to_list(), sides.test.to_list()]
    assert sorted(row for side in dealt for row in side) == list(range(len(labels)))
    assert all(side == sorted(side) for side in dealt)
    groups = len(set(labels)) if stratified else 1
    for side, share in zip(dealt[1:], (validation, test), strict=True):
        assert abs(len(side) - share * len(labels)) < 1.01 + groups  # each group's first row is always trained on
    if stratified:
        assert {labels[row] for row in dealt[0]} == set(labels)
        for label in set(labels):
            count = labels.count(label)
            held = [sum(labels[row] == label for row in side) for side in dealt[1:]]
            assert abs(held[1] - test * count) < 2.01
            assert abs(held[0] - validation * count) < 3.01
    again = deal(rows, series if stratified else None, validation, test, seed)
    assert sides.test.equals(again.test)


def test_seed_and_order() -> None:
    rows = pl.Series(range(100), dtype=pl.UInt32)
    first, second = deal(rows, None, 0.2, 0.2, 1), deal(rows, None, 0.2, 0.2, 2)
    assert (first.train.len(), first.validation.len(), first.test.len()) == (60, 20, 20)
    assert not first.test.equals(second.test)
    assert first.test.to_list() != list(range(80, 100)), "the tail of a sorted file is no test"
