"""What a falling threshold calls: the counts behind ROC and precision-recall curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Curve:
    """One label against the rest: rows (or weights) called from a threshold above all scores down to the lowest.

    Rows of equal score are called together, so the arrays (points,) begin with 0 and have one point a distinct score.
    """

    true_positives: NDArray[np.float64]
    false_positives: NDArray[np.float64]

    @property
    def defined(self) -> bool:
        """Whether there are rows with the label and rows without."""
        return bool(self.true_positives[-1] > 0 and self.false_positives[-1] > 0)

    @property
    def sensitivity(self) -> NDArray[np.float64]:
        """Share of the label's rows that are called: the recall."""
        return ratio(self.true_positives, self.true_positives[-1:].repeat(len(self.true_positives)))

    @property
    def specificity(self) -> NDArray[np.float64]:
        """Share of the other rows that are not called."""
        others = self.false_positives[-1:].repeat(len(self.false_positives))
        return ratio(others - self.false_positives, others)

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the called rows that have the label; nan where nothing is called."""
        return ratio(self.true_positives, self.true_positives + self.false_positives)


def curve(judged: Judged, label: int) -> Curve:
    """Return the curve of the label with this code."""
    import numpy as np

    weights = np.ones(len(judged.truth)) if judged.weights is None else judged.weights
    order = np.argsort(-judged.predicted[:, label], kind="stable")
    scores, own, weights = judged.predicted[order, label], judged.truth[order] == label, weights[order]
    last = np.append(scores[1:] != scores[:-1], True)

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([[0.0], np.cumsum(values)[last]])

    return Curve(summed(weights * own), summed(weights * ~own))


def best(values: NDArray[np.float64], bounded: NDArray[np.float64], least: float) -> float:
    """Return the largest of `values` where `bounded` is at least `least`; 0 where it nowhere is."""
    import numpy as np

    return float(np.nan_to_num(values)[bounded >= least].max(initial=0.0))
