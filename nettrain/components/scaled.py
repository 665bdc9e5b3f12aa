"""Numbers brought near 1, so that products of them neither overflow nor vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def scaled(values: NDArray[np.float64], most: Any) -> NDArray[np.float64]:
    """Return `values` over the power of two just above `most`, the largest of them: their digits stay the same."""
    import numpy as np

    result: NDArray[np.float64] = np.ldexp(values, -np.frexp(most)[1])
    return result
