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

MANY = 100
"""Labels up to which one is drawn: of more, a draw is worth less than 0.01 more than a label that is always called."""


def baseline(metric: Metric, judged: Judged, trivial: Trivial, constant: tuple[float, ...] | None = None) -> float:
    """Return the best value of the metric that a trivial answer has on these rows; nan where none has any.

    `constant` is the best one by this metric among the training rows, where that is not their mean or median.
    """
    values = [metric.exact(answered) for answered in answers(metric, judged, trivial, constant)]
    defined = [value for value in values if not math.isnan(value)]
    chance = metric.chance()
    if defined and chance is not None:
        defined.append(chance)
    return (max if metric.goal == "max" else min)(defined, default=math.nan)


def answers(
    metric: Metric, judged: Judged, trivial: Trivial, constant: tuple[float, ...] | None = None
) -> Iterator[Judged]:
    """Yield the rows with each trivial answer.

    Classes: every label with its share among the training rows, decided for the largest; always the largest; of two
    also always the other; always the label that the metric is about. Of labels that are equally likely one is still
    tried before the other. Where the metric asks for no probabilities also labels drawn by their shares, and with equal
    chances. Numbers: the means of the training rows; their medians; `constant`.
    """
    if judged.target.task is Task.REGRESSION:
        for numbers in dict.fromkeys((trivial.means, trivial.medians, constant or trivial.means)):
            yield replace(judged, predicted=_same(judged, np.array(numbers, np.float64)))
        return
    shares = np.array(trivial.shares, np.float64)
    largest = int(shares.argmax())
    yield _decided(judged, apart(shares), largest)
    about = metric.about()
    codes = range(2) if judged.target.task is Task.BINARY else [largest, *([] if about is None else [about])]
    for code in dict.fromkeys(codes):
        yield _decided(judged, _sure(shares, code), code)
    if not metric.probabilities and len(shares) <= MANY:
        for chances in (shares, np.full(len(shares), 1 / len(shares))):
            yield _drawn(judged, chances)


def apart(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares (labels,) of which no two are equal: of equals the earlier is larger by the least step there is.

    A metric of ranks takes equals for equally well placed, as if all of them were tried at once.
    """
    made, last = shares.copy(), -math.inf
    for at in np.argsort(shares[::-1], kind="stable"):
        code = len(shares) - 1 - at
        last = made[code] = max(shares[code], math.nextafter(last, math.inf) if last >= 0 else 0.0)
    return made


def _drawn(judged: Judged, chances: NDArray[np.float64]) -> Judged:
    """Return what is to be expected if labels are drawn with these chances (labels,): each called to its share for the
    rows of each label, which are one row that counts as much."""
    truth, codes = np.indices((len(chances), len(chances))).reshape(2, -1)
    rows = np.bincount(judged.truth, judged.weights, len(chances))
    sure = np.stack([_sure(chances, code) for code in range(len(chances))])
    return Judged(judged.target, truth, sure[codes], codes, np.outer(rows, chances).ravel())


def _sure(shares: NDArray[np.float64], code: int) -> NDArray[np.float64]:
    return apart(np.where(np.arange(len(shares)) == code, 1.0, shares * HARDLY))


def _decided(judged: Judged, answer: NDArray[np.float64], code: int) -> Judged:
    return replace(judged, predicted=_same(judged, answer), decided=np.full(len(judged.truth), code))


def _same(judged: Judged, answer: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.broadcast_to(answer, (len(judged.truth), len(answer)))
