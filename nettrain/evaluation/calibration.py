"""Calibration: what became of probabilities, by the bins of the expected calibration error."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nettrain.components.bins import bin_numbers
from nettrain.components.metric import Judged
from nettrain.components.metrics.expected_calibration_error import ExpectedCalibrationError

ERROR = ExpectedCalibrationError()


class Calibration(NamedTuple):
    """Rows by predicted probability: of each bin that has any, its mean, the share that came true, its rows.

    Rows with weights count as these. The error is the metric's: of two labels too it is about the one decided for.
    """

    predicted: NDArray[np.float64]
    happened: NDArray[np.float64]
    rows: NDArray[np.float64]
    expected_calibration_error: float


def calibration(judged: Judged) -> Calibration:
    """Return what became of probabilities: those of the second label of two, else of the label decided for.

    Source: Murphy and Winkler 1977, Reliability of Subjective Probability Forecasts of Precipitation and Temperature.
    """
    assert judged.decided is not None
    times = judged.row_weights
    labels = np.ones_like(judged.decided) if judged.target.width == 2 else judged.decided
    predicted = np.take_along_axis(judged.predicted, labels[:, None], axis=1)[:, 0]
    numbers = bin_numbers(predicted, ERROR.bins)
    rows = np.bincount(numbers, times, ERROR.bins).astype(np.float64)
    held = rows > 0
    means = [
        np.bincount(numbers, times * values, ERROR.bins)[held] / rows[held]
        for values in (predicted, judged.truth == labels)
    ]
    return Calibration(means[0], means[1], rows[held], ERROR.exact(judged))
