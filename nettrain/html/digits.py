"""Numbers that lie close beside each other, with so many digits that it is seen how far they are apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nettrain.numbers import figure

USUAL, MOST = 4, 17
"""Digits of a number, and of one that no float64 has more of."""


def beside(numbers: Sequence[float], apart: float) -> list[str]:
    """Return numbers as text, all to one place: that of the second digit of how far they are `apart`."""
    most = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
    if not most or not apart or not math.isfinite(apart):
        return [figure(number) for number in numbers]
    power = math.floor(math.log10(most))
    digits = min(MOST, power - math.floor(math.log10(abs(apart))) + 2)
    if digits <= USUAL:
        return [figure(number) for number in numbers]
    if not 1e-4 <= most < 1e15:
        return [f"{number:.{digits - 1}e}" for number in numbers]
    return [f"{number:,.{max(0, digits - 1 - power)}f}" for number in numbers]
