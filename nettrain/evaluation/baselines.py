"""The trivial baseline: the best that an answer can do which has seen the training targets, but no column."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged, Metric
from nettrain.components.task import Task
from nettrain.data.trivial import Trivial

HARDLY = 1e-30
"""What a label's share is multiplied by where another label is held for sure."""


def baseline(metric: Metric, judged: Judged, trivial: Trivial) -> float:
    """Return the best value of the metric that a trivial answer has on these rows; nan where none has any."""
    values = [metric.exact(answered) for answered in answers(metric, judged, trivial)]
    defined = [value for value in values if not math.isnan(value)]
    return (max if metric.goal == "max" else min)(defined, default=math.nan)


def answers(metric: Metric, judged: Judged, trivial: Trivial) -> Iterator[Judged]:
    """Yield the rows with each trivial answer.

    Classes: every label with its share among the training rows, decided for the largest; always the largest; of two
    also always the other; always the label that the metric is about. Of labels that are equally likely one is still
    tried before the other. Numbers: the means of the training rows; their medians.
    """
    if judged.target.task is Task.REGRESSION:
        for numbers in dict.fromkeys((trivial.means, trivial.medians)):
            yield replace(judged, predicted=_same(judged, np.array(numbers, np.float64)))
        return
    shares = np.array(trivial.shares, np.float64)
    largest = int(shares.argmax())
    yield _decided(judged, apart(shares), largest)
    about = metric.about()
    codes = range(2) if judged.target.task is Task.BINARY else [largest, *([] if about is None else [about])]
    for code in dict.fromkeys(codes):
        yield _decided(judged, apart(np.where(np.arange(len(shares)) == code, 1.0, shares * HARDLY)), code)


def apart(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares (labels,) of which no two are equal: of equals the earlier is larger by the least step there is.

    A metric of ranks takes equals for equally well placed, as if all of them were tried at once.
    """
    made, last = shares.copy(), -math.inf
    for at in np.argsort(shares[::-1], kind="stable"):
        code = len(shares) - 1 - at
        last = made[code] = max(shares[code], math.nextafter(last, math.inf) if last >= 0 else 0.0)
    return made


def _decided(judged: Judged, answer: NDArray[np.float64], code: int) -> Judged:
    return replace(judged, predicted=_same(judged, answer), decided=np.full(len(judged.truth), code))


def _same(judged: Judged, answer: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.broadcast_to(answer, (len(judged.truth), len(answer)))
