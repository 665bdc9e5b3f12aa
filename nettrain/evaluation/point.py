"""Where a threshold stands on the curves of all thresholds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Point(NamedTuple):
    """What one threshold comes to: the rates of a ROC curve, and precision (nan where no row is called)."""

    false_positives: float
    true_positives: float
    precision: float


def point(positive: NDArray[np.bool_], called: NDArray[np.bool_], weights: NDArray[np.float64]) -> Point:
    """Return where on both curves a threshold stands that calls the rows `called` (rows,) positive."""
    cells = [float(weights[called & side].sum()) for side in (positive, ~positive)]
    sides = [float(weights[side].sum()) for side in (positive, ~positive)]
    precision = cells[0] / sum(cells) if sum(cells) else float("nan")
    return Point(cells[1] / sides[1], cells[0] / sides[0], precision)
