"""What a falling threshold calls: the counts behind ROC and precision-recall curves."""

from __future__ import annotations

from collections.abc import Iterator
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

    Rows of equal score are called together, so the arrays (samples, points) begin with 0 and have one point a distinct
    score. Source: Fawcett 2006, An introduction to ROC analysis.
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


def curves_of(judged: Judged, label: int) -> Iterator[Curve]:
    """Yield the curve of the label with this code in each sample, a few samples at a time."""
    import numpy as np

    order = np.argsort(-judged.predicted[:, label], kind="stable")
    scores, own = judged.predicted[order, label], judged.truth[order] == label
    last = np.append(scores[1:] != scores[:-1], True)

    ties = not last.all()

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        points = np.zeros((len(values), int(last.sum()) + 1))
        if ties:
            points[:, 1:] = values.cumsum(axis=1)[:, last]
        else:
            np.cumsum(values, axis=1, out=points[:, 1:])
        return points

    for masses in judged.masses():
        called = masses[:, order]
        yield Curve(summed(called * own), summed(called * ~own))


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
