"""What a falling threshold calls: the counts behind ROC and precision-recall curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nettrain.components.metric import Judged
from nettrain.components.ratio import ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Curve:
    """One label against the rest: rows (or weights) called from a threshold above all scores down to the lowest.

    Rows of equal score are called together, so the arrays (samples, points) begin with 0. They have the points between
    which the curve is straight: on both sides of each score that a row with the label has, and where it ends.
    Source: Fawcett 2006, An introduction to ROC analysis.
    """

    true_positives: NDArray[np.float64]
    false_positives: NDArray[np.float64]

    @property
    def defined(self) -> NDArray[np.bool_]:
        """Whether there are rows with the label and rows without (samples,)."""
        both: NDArray[np.bool_] = (self.true_positives[:, -1] > 0) & (self.false_positives[:, -1] > 0)
        return both

    @property
    def sensitivity(self) -> NDArray[np.float64]:
        """Share of the label's rows that are called: the recall, or true positive rate."""
        return _shares(self.true_positives)

    @property
    def false_positive_rate(self) -> NDArray[np.float64]:
        """Share of the other rows that are called."""
        return _shares(self.false_positives)

    @property
    def specificity(self) -> NDArray[np.float64]:
        """Share of the other rows that are not called."""
        return 1 - self.false_positive_rate

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the called rows that have the label; nan where nothing is called."""
        return ratio(self.true_positives, self.true_positives + self.false_positives)


class Sweep:
    """A threshold that falls over the scores of one label: which rows are called between two points of its curve."""

    def __init__(self, judged: Judged, label: int) -> None:
        """Put the rows in the order in which they are called for the label with this code."""
        import numpy as np

        scores, own = judged.predicted[:, label], judged.truth == label
        self.order = np.lexsort((~own, -scores))  # of equal scores the label's rows first
        scores, own = scores[self.order], own[self.order]
        falls = np.append(True, scores[1:] != scores[:-1])
        score = falls.cumsum() - 1
        held = np.bincount(score, own) > 0  # whether the label has a row of this score
        passed = np.append(False, held[score][:-1])
        turns = np.append(False, own[1:] != own[:-1])
        begins = (falls & (held[score] | passed)) | (turns & held[score])
        begins[:1] = True
        self.starts = np.flatnonzero(begins)
        self.own = own[self.starts]
        self.last = np.append(score[self.starts][1:] != score[self.starts][:-1], True)

    def curve(self, masses: NDArray[np.float64]) -> Curve:
        """Return the curve of rows that count `masses` (samples, rows)."""
        import numpy as np

        parts = np.add.reduceat(masses.take(self.order, axis=1), self.starts, axis=1)

        def summed(some: NDArray[np.bool_]) -> NDArray[np.float64]:
            points = np.zeros((len(parts), int(self.last.sum()) + 1))
            points[:, 1:] = (parts * some).cumsum(axis=1)[:, self.last]
            return points

        return Curve(summed(self.own), summed(~self.own))


def average_precision(points: Curve) -> NDArray[np.float64]:
    """Return the sum of the precision at each threshold times the growth of the recall (samples,)."""
    import numpy as np

    right, called = points.true_positives, points.true_positives + points.false_positives
    precision = right / np.maximum(called, np.finfo(np.float64).tiny)  # what calls nothing has no growth either
    area = np.einsum("ij,ij->i", np.diff(right, axis=1), precision[:, 1:])
    return ratio(area, right[:, -1])


def area(points: Curve) -> NDArray[np.float64]:
    """Return the area below the curve of sensitivity over 1 - specificity, by trapezoids (samples,)."""
    import numpy as np

    right, wrong = points.true_positives, points.false_positives
    twice = np.einsum("ij,ij->i", np.diff(wrong, axis=1), right[:, 1:] + right[:, :-1])
    return ratio(twice, 2 * right[:, -1] * wrong[:, -1])


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    with np.errstate(invalid="ignore"):
        return counts / counts[:, -1:]
