"""Probabilities by the range that they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def bin_numbers(probabilities: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    """Return the number of each one's bin, of equal ones between 0 and 1; the upper end belongs to a bin."""
    import numpy as np

    numbers: NDArray[np.int64] = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], probabilities)
    return numbers
