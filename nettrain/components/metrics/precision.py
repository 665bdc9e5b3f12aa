"""precision: how many of the rows called positive are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.metrics._called import CalledMetric
from nettrain.components.metrics._labels import Counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Precision(CalledMetric):
    """tp / (tp + fp): the share of the rows called positive that are positive.

    With two labels that of the positive one, the second; with several the mean over labels, each against the rest.
    A label that occurs but is never called has precision 0; one that neither occurs nor is called is left out.
    The running form counts it as 0.

    Target: classes.
    Source: Kent et al. 1955, Machine literature searching VIII: Operational criteria for designing information
    retrieval systems.
    Example: precision
    """

    def whole(self, counts: Counts) -> NDArray[np.float64]:
        """Of each label the rows called for it."""
        return counts.calls
