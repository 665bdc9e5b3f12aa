"""The number up to which a share of the rows lies, each of which counts as its weight."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from typing import Any, Protocol

NEAR = 1e-12
"""Share of a sum of weights by which rounding may move it: weights of 1/3 do not add up to half of their sum."""


class Numbers(Protocol):
    """Numbers by their place: an array of NumPy, a series of Polars."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> Any: ...


def quantile(rising: Numbers, below: Numbers, share: float) -> float:
    """Return the number up to which a share of the weights lies; where a gap parts them so, its middle.

    `below` are the sums of the weights up to and with each of the `rising` numbers. It is nan where they are 0, or
    there is no number.
    """
    if not len(below) or not below[len(below) - 1] > 0:
        return math.nan
    part = share * below[len(below) - 1]
    low, high = bisect_left(below, part * (1 - NEAR)), bisect_right(below, part * (1 + NEAR))
    return float((rising[low] + rising[min(high, len(below) - 1)]) / 2)
