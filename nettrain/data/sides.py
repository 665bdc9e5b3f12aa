"""The three sides of the rows: those that are trained on, watched and judged by."""

from __future__ import annotations

import hashlib
import sys
from array import array
from typing import NamedTuple

import polars as pl

from nettrain.names import SIDES

_BLOCK = 1 << 16
_MANY = 1 << 18  # rows that are worth while to load NumPy


class Sides(NamedTuple):
    """Row numbers (uint32, ascending) of each side."""

    train: pl.Series
    validation: pl.Series
    test: pl.Series

    def rows(self, side: str) -> pl.Series:
        """Return the row numbers of one side."""
        series = getattr(self, side)
        assert isinstance(series, pl.Series)
        return series

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each side."""
        return {side: self.rows(side).len() for side in SIDES}


def fingerprint(sides: Sides) -> str:
    """Return SHA-256 (hex) of the sides in order, each as its number of rows and its row numbers.

    All of them are little endian uint32. Without the numbers of rows, the borders between sides would not count.
    """
    digest = hashlib.sha256()
    for side in SIDES:
        rows = sides.rows(side)
        digest.update(_packed(pl.Series([rows.len()])))
        if rows.len() >= _MANY:
            digest.update(rows.cast(pl.UInt32).to_numpy().astype("<u4", copy=False).tobytes())
            continue
        for start in range(0, rows.len(), _BLOCK):  # in blocks, since Python's own numbers take 36 bytes each
            digest.update(_packed(rows.slice(start, _BLOCK)))
    return digest.hexdigest()


def _packed(numbers: pl.Series) -> bytes:
    packed = array("I", numbers.to_list())
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
