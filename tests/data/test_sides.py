"""The sides of the rows: what tells one split from another."""

import hashlib
import struct

import polars as pl
import pytest

from nettrain.data.sides import Sides, fingerprint


def test_a_fingerprint_tells_sides_apart() -> None:
    def made(*sides: list[int]) -> str:
        return fingerprint(Sides(*(pl.Series(side, dtype=pl.UInt32) for side in sides)))

    assert len({made([0, 1], [2], [3]), made([0], [1, 2], [3]), made([0, 2], [1], [3]), made([0, 1], [2], [])}) == 4
    assert made([0, 1], [2], [3]) == made([0, 1], [2], [3])


@pytest.mark.parametrize("rows", [0, 1, 70_000, 300_000])
def test_a_fingerprint_is_that_of_the_counts_and_numbers_of_few_and_of_many_rows(rows: int) -> None:
    """Those of few rows are packed without NumPy, block by block."""
    sides = [2**32 - 1 - rows, *range(2**32 - rows, 2**32)], [2], []
    packed = b"".join(struct.pack(f"<{len(side) + 1}I", len(side), *side) for side in sides)
    made = fingerprint(Sides(*(pl.Series(side, dtype=pl.UInt32) for side in sides)))
    assert made == hashlib.sha256(packed).hexdigest()
