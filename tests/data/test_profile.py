"""Histograms of numbers as far apart, or as near, as numbers can be."""

from __future__ import annotations

import polars as pl
import pytest

from nettrain.data.ingest import Tally
from nettrain.data.profile import BINS, histograms


def test_ends_that_no_number_holds_the_distance_of() -> None:
    values = [-1.7e308, -1e307, 1e307, 1.7e308, None]
    drawn = histograms(pl.DataFrame({"a": values}), {"a": Tally(low=-1.7e308, high=1.7e308)})
    assert drawn == {"a": (1, 0, 0, 1, 1, 0, 0, 1)}


def test_equal_ranges() -> None:
    values = [float(n) for n in range(2 * BINS)]
    assert histograms(pl.DataFrame({"a": values}), {"a": Tally(low=0.0, high=15.0)}) == {"a": (2,) * BINS}


@pytest.mark.parametrize("step", [2.0**-1074, 2.0**-1030, 2.0**-990])
def test_ends_that_are_hardly_apart(step: float) -> None:
    values = [step * n for n in range(BINS + 1)]
    drawn = histograms(pl.DataFrame({"a": values}), {"a": Tally(low=0.0, high=step * BINS)})
    assert drawn == {"a": (1,) * (BINS - 1) + (2,)}
