"""Dealing out: exact sizes, no row on two sides, every label on its share, the same every time."""

from functools import partial
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettrain.data import dealing
from nettrain.data.dealing import MANY, binned, deal, deal_by_column, deal_by_hash, deal_groups, deal_in_order
from nettrain.data.dialect import Dialect
from nettrain.data.mixing import mixed, mixed_cells
from nettrain.data.sides import Sides
from nettrain.data.spelling import quantities
from nettrain.names import SIDES

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


@pytest.mark.parametrize("spread", [1, 3, 1 << 20, 1 << 51])
@pytest.mark.parametrize("many", [MANY, 1])
def test_few_and_many_rows_are_ordered_by_their_keys(spread: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys whose upper bits are all alike, some alike, and all different."""
    monkeypatch.setattr(dealing, "MANY", many)
    monkeypatch.setattr(dealing, "STEP", 700)
    keys = pl.Series([number * spread for number in range(5_000)], dtype=pl.UInt64).shuffle(seed=3)
    places = sorted(range(keys.len()), key=keys.to_list().__getitem__)
    assert dealing._order(keys).to_list() == places


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


SHARES = st.sampled_from([(0.15, 0.15), (0.0, 0.3), (0.25, 0.0), (0.1, 0.4)])


def places(sides: Sides) -> list[list[int]]:
    return [sides.rows(side).to_list() for side in SIDES]


@given(groups=st.lists(st.sampled_from(["a", "b", "c", "d", "e", None]), min_size=1, max_size=80), shares=SHARES)
def test_groups_stay_together(groups: list[str | None], shares: tuple[float, float]) -> None:
    rows = pl.Series(range(10, 10 + len(groups)), dtype=pl.UInt32)
    dealt = places(deal_groups(rows, pl.Series(groups, dtype=pl.String), *shares, 3))
    assert sorted(row for side in dealt for row in side) == rows.to_list()
    held = [{groups[row - 10] for row in side} for side in dealt]
    assert sum(map(len, held)) == len(set(groups)), "no group on two sides"
    wanted = [0, *(side for side, share in enumerate(shares, start=1) if share)]
    if len(set(groups)) >= len(wanted):
        assert all(held[side] for side in wanted)
    again = deal_groups(rows.reverse(), pl.Series(groups[::-1], dtype=pl.String), *shares, 3)
    assert places(again) == dealt, "the order of the rows does not matter"


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("shares", [(0.2, 0.5), (0.5, 0.2), (0.45, 0.45)])
def test_of_fewer_groups_than_sides_some_are_trained_on(groups: int, shares: tuple[float, float]) -> None:
    rows = pl.Series(range(20), dtype=pl.UInt32)
    assert deal_groups(rows, rows % groups, *shares, 3).train.len() == 20 / groups


@given(times=st.lists(st.integers(0, 30), min_size=1, max_size=80), shares=SHARES)
def test_the_last_rows_are_the_test(times: list[int], shares: tuple[float, float]) -> None:
    rows = pl.Series(range(len(times)), dtype=pl.UInt32)
    train, validation, test = places(deal_in_order(rows, pl.Series(times, dtype=pl.Float64), *shares))
    assert sorted(train + validation + test) == rows.to_list()
    ends = [[times[row] for row in side] for side in (train, validation, test) if side]
    assert all(max(one) < min(two) for one, two in pairwise(ends))
    if len(set(times)) == len(times) >= 20:
        assert abs(len(test) - shares[1] * len(times)) <= 1
        assert abs(len(validation) - shares[0] * len(times)) <= 1


def test_the_test_leaves_the_validation_a_time() -> None:
    """The change of time nearest to 30 % is the first one; behind it the two last times are a side each."""
    times = pl.Series([1.0] * 90 + [2.0] * 5 + [3.0] * 5)
    dealt = deal_in_order(pl.Series(range(100), dtype=pl.UInt32), times, 0.15, 0.3)
    assert [len(side) for side in places(dealt)] == [90, 5, 5]


@given(
    numbers=st.lists(st.floats(allow_nan=False) | st.none(), min_size=1, max_size=40),
    more=st.lists(st.floats(allow_nan=False), max_size=10),
    seed=st.integers(0, 100),
)
def test_a_row_keeps_its_side_when_rows_are_added(numbers: list[float | None], more: list[float], seed: int) -> None:
    def side_of(values: list[float | None]) -> list[int]:
        keys = [pl.Series("a", values, dtype=pl.Float64), pl.Series("b", [str(v) for v in values], dtype=pl.String)]
        dealt = places(deal_by_hash(pl.Series(range(len(values)), dtype=pl.UInt32), keys, 0.3, 0.3, seed, None))
        return [next(n for n, side in enumerate(dealt) if row in side) for row in range(len(values))]

    assert side_of([*more, *numbers])[len(more) :] == side_of(numbers)


SPELLED: dict[str, tuple[list[float | bool | None], list[str | None], Dialect | None]] = {
    "numbers": ([n / 4 for n in range(200)], [f"{n / 4:.3f}" for n in range(200)], None),
    "decimal commas": (
        [n + 0.5 for n in range(900, 1100)],
        [f"{n + 0.5:,}".translate({44: 46, 46: 44}) for n in range(900, 1100)],
        Dialect(decimal=",", thousands="."),
    ),
    "no value": ([None, 0.0, 1e300], [None, "-0", "1e300"], None),
    "yes and no": ([True, False, None], ["Yes", "f", None], None),
}


@pytest.mark.parametrize(("values", "words", "dialect"), SPELLED.values(), ids=SPELLED)
def test_a_word_falls_as_what_it_spells(
    values: list[float | bool | None], words: list[str | None], dialect: Dialect | None
) -> None:
    kept = pl.Series("by", [*words, "A-17", "9007199254740993"], dtype=pl.String)
    read = partial(quantities, dialect=dialect)
    hashes = mixed_cells([kept], 3, read)
    assert hashes.head(len(words)).equals(mixed_cells([pl.Series("by", values)], 3))
    assert hashes.tail(2).equals(mixed_cells([kept.tail(2)], 3)), "what spells no number that is held is a word"
    assert mixed_cells([kept.cast(pl.Categorical)], 3, read).equals(hashes)
    sides = deal_by_hash(pl.Series(range(kept.len()), dtype=pl.UInt32), [kept], 0.3, 0.3, 3, dialect)
    assert sides.test.to_list() == (hashes < round(0.3 * 2**64)).arg_true().to_list()


def test_hashes_deal_by_the_shares() -> None:
    rows = pl.Series(range(20_000), dtype=pl.UInt32)
    sizes = [len(side) for side in places(deal_by_hash(rows, [rows.cast(pl.Float64)], 0.2, 0.1, 5, None))]
    assert all(abs(size - share * 20_000) < 300 for size, share in zip(sizes, (0.7, 0.2, 0.1), strict=True))


def test_a_column_that_names_the_sides() -> None:
    cells = pl.Series(["train", "TEST", "val", "dev", "other", None, "Training"])
    sides, wrong = deal_by_column(pl.Series(range(7), dtype=pl.UInt32), cells)
    assert places(sides) == [[0, 6], [2, 3], [1]]
    assert wrong.to_list() == [4, 5]


def test_ranges_hold_equal_numbers_of_rows() -> None:
    found = binned(pl.Series([5.0, 1, 2, 3, 4, None, 6]), 3)
    assert found.to_list() == [2, 0, 0, 1, 1, 3, 2]
    assert binned(pl.Series([1.0] * 5), 3).n_unique() == 1


@given(labels=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=80), seed=st.integers(0, 99))
def test_rows_of_few_labels_are_taken_out_as_if_sorted(labels: list[str], seed: int) -> None:
    rows, series = pl.Series(range(len(labels)), dtype=pl.UInt32), pl.Series(labels)
    with pytest.MonkeyPatch.context() as patch:
        quick = deal(rows, series, 0.2, 0.3, seed)
        patch.setattr("nettrain.data.dealing.FEW", 0)
        slow = deal(rows, series, 0.2, 0.3, seed)
    assert [side.to_list() for side in quick] == [side.to_list() for side in slow]


@pytest.mark.parametrize("labels", [1, 2, 3])
@pytest.mark.parametrize("rows", range(8, 30))
def test_a_handful_of_rows_leaves_some_for_every_side(rows: int, labels: int) -> None:
    cells = pl.Series([f"label {n % labels}" for n in range(rows)])
    for seed in range(10):
        sides = deal(pl.Series(range(rows), dtype=pl.UInt32), cells, 0.2, 0.2, seed)
        assert min(sides.validation.len(), sides.test.len()) > 0
