"""Words looked up, cell by cell and by the numbers that Polars gives them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from nettrain.components.words import Lookup


def lengths(words: pl.Series) -> pl.Series:
    """Find how long words are, and nothing for "?"."""
    return words.replace("?", None).str.len_chars()


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["a", "ccc", "a", None], [1, 3, 1, None]),
        (["?", "bb"], [None, 2]),
        ([None, None], [None, None]),
        ([], []),
        (["", "?"], [0, None]),
    ],
)
def test_every_cell(kind: pl.DataType, cells: list[str | None], found: list[int | None]) -> None:
    made = Lookup(lengths)(pl.Series("c", cells, dtype=kind))
    assert (made.to_list(), made.dtype) == (found, pl.UInt32)


def test_words_keep_what_was_found_when_all_cells_are_gone() -> None:
    """Polars numbers words anew once the last series that holds some is gone."""
    lookup = Lookup(lengths)
    for words in (["a", "bb", "ccc"], ["zzzz", "bb", "a"], ["yyyyyy"]):
        cells = pl.Series(words, dtype=pl.Categorical)
        assert lookup(cells).to_list() == [len(word) for word in words]
        del cells


def test_each_word_is_looked_at_once() -> None:
    met: list[str] = []

    def noted(words: pl.Series) -> pl.Series:
        met.extend(words)
        return lengths(words)

    lookup = Lookup(noted)
    held = pl.Series(["once", "twice", "once"], dtype=pl.Categorical)
    for _ in range(3):
        lookup(held)
    assert sorted(word for word in met if word in ("once", "twice")) == ["once", "twice"]


def test_threads_share_one() -> None:
    """Threads meet a million new words side by side: now and then, a number below the largest has no word yet."""
    lookup = Lookup(lengths)

    def right(start: int) -> bool:
        words = pl.int_range(start, start + 3000, eager=True).cast(pl.String)
        return lookup(words.cast(pl.Categorical)).equals(words.str.len_chars())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(right, range(0, 1_000_000, 3000)))
