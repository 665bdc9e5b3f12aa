"""The numbers that are best for all rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.quantile import quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def quantiles(numbers: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the number of each column (columns,) up to which a share of the weights lies, both (rows, columns)."""
    import numpy as np

    orders = numbers.argsort(axis=0).T
    columns = zip(numbers.T, weights.T, orders, strict=True)
    return np.array([quantile(column[order], mass[order].cumsum(), share) for column, mass, order in columns])


def shortest_half(numbers: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the middle of the shortest range in which half of the weights (rows,) of some numbers (rows,) lie.

    Source: Rousseeuw 1984, Least Median of Squares Regression.
    """
    import numpy as np

    order = numbers.argsort()
    rising, below = numbers[order], weights[order].cumsum()
    before = np.append(0.0, below[:-1])
    ends = np.searchsorted(below, before + below[-1] / 2)
    starts = np.flatnonzero(ends < len(rising))
    first = starts[(rising[ends[starts]] - rising[starts]).argmin()]
    return float((rising[first] + rising[ends[first]]) / 2)
