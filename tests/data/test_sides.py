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


def test_a_fingerprint_is_the_same_for_few_and_for_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = Sides(*(pl.Series(side, dtype=pl.UInt32) for side in ([0, 1, 70_000, 2**32 - 1], [2], [])))
    few = fingerprint(sides)
    monkeypatch.setattr("nettrain.data.sides._MANY", 2)
    packed = struct.pack("<IIIIIIII", 4, 0, 1, 70_000, 2**32 - 1, 1, 2, 0)
    assert fingerprint(sides) == few == hashlib.sha256(packed).hexdigest()
