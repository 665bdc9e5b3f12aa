"""expected_calibration_error: whether labels predicted with 80 % are right in 80 % of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.bins import bin_numbers
from nettrain.components.fields import Count
from nettrain.components.metric import Judged, Metric
from nettrain.components.task import CLASSES, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ExpectedCalibrationError(Metric):
    """sum(n_b / n |right_b - confidence_b|) over the bins b of equal width into which rows fall by their confidence.

    The confidence is the probability of the label decided for; of the n_b rows of a bin right_b is the share that is
    right, confidence_b the mean confidence. It is above 0 even for perfect probabilities, since bins have few rows:
    compare runs on the same rows only.

    Target: classes.
    Source: Naeini et al. 2015, Obtaining Well Calibrated Probabilities Using Bayesian Binning.
    Example: expected_calibration_error
    """

    tasks: ClassVar[frozenset[Task]] = CLASSES
    goal: ClassVar[Literal["max", "min"]] = "min"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    probabilities: ClassVar[bool] = True
    inflates: ClassVar[bool] = True

    bins: Count = 10
    """Bins between 0 and 1; the upper end belongs to a bin."""

    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Add what each bin is off by."""
        import numpy as np

        assert judged.decided is not None
        confidence = np.take_along_axis(judged.predicted, judged.decided[:, None], axis=1)[:, 0]
        inside = bin_numbers(confidence, self.bins)
        off = (judged.truth == judged.decided) - confidence
        bins = judged.sums(np.where(inside[:, None] == np.arange(self.bins), off[:, None], 0.0))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(abs(bins).sum(axis=1) / judged.total)

    def calls(self) -> bool:
        """By the label that the confidence is of."""
        return True

    def runs(self, target: Target, outputs: int) -> bool:
        """No: Keras has no such metric."""
        return False
