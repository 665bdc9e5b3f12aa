"""What is known of a column's training rows: enough for every encoder to be fitted from, however long the file is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl


TINY = 1e-140
"""Deviation below which its square may be no float64, or one of few digits."""


class Summary(NamedTuple):
    """A column over the training rows.

    Numbers, booleans (0 and 1) and dates (seconds since 1970) have `mean`, `std` (over n, not n - 1), `low` and `high`
    over all rows that have a value (0.0 where none has), and `sample`, their values in ascending order (float64): all
    of them, or a random part where there are many. Text has `levels`, the number of rows of each word.
    """

    rows: int
    missing: int
    mean: float = 0.0
    std: float = 0.0
    low: float = 0.0
    high: float = 0.0
    sample: pl.Series | None = None
    levels: Mapping[str, int] = {}

    def quantile(self, share: float) -> float:
        """Return the quantile of the sample, interpolated between neighbours; 0.0 where no row has a value."""
        if self.sample is None or not self.sample.len():
            return 0.0
        value = self.sample.quantile(share, "linear")
        assert value is not None
        return float(value)


def deviation(values: pl.Series) -> float:
    """Return the standard deviation (over n) of numbers (float64), of which there is one at least.

    Where it is TINY, it is that of the numbers divided by their range: the squares of these are numbers.
    """
    plain, low, high, mean = values.std(ddof=0), values.min(), values.max(), values.mean()
    assert isinstance(plain, float)
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert isinstance(mean, float)
    if plain >= TINY or low == high:
        return plain
    scaled = ((values - mean) / (high - low)).std(ddof=0)
    assert isinstance(scaled, float)
    return scaled * (high - low)
