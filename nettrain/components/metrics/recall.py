"""recall: how many of the positive rows are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.metrics._called import CalledMetric
from nettrain.components.metrics._labels import Counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Recall(CalledMetric):
    """tp / (tp + fn): the share of the positive rows that are called positive.

    With two labels that of the positive one, the second; with several the mean over labels, each against the rest.
    A label that does not occur is left out.
    The running form counts it as 0.

    Target: classes.
    Source: Kent et al. 1955, Machine literature searching VIII: Operational criteria for designing information
    retrieval systems.
    Example: recall
    """

    def whole(self, counts: Counts) -> NDArray[np.float64]:
        """Of each label the rows that have it."""
        return counts.occurring
