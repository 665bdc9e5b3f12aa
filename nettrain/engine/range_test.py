"""Finding a learning rate by a range test: the loss of each step while the rate rises, from the initial weights.

Source: Smith 2015, Cyclical Learning Rates for Training Neural Networks, section 3.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nettrain.engine.state import assign, values_of
from nettrain.engine.steps import Steps
from nettrain.engine.windows import Epoch

LOWEST, HIGHEST = 1e-6, 10.0
STEPS = 200
"""Rates tried, each by one step: 28 a power of ten."""
KEPT = 0.9
"""Share of the old in the running mean of the losses."""
DIVERGED = 3.0
"""The test ends where the loss has risen from the least running mean by so many times the usual size of the first
losses, or what it fell before."""
LASTING = 3
"""Steps for which it must have risen so far, beside the running mean: one may have met a strange row."""
FIRST = 28
"""Losses, at the first power of ten of the rates, from which their usual size is told: one may be 0 by chance."""


class Found(NamedTuple):
    """The rate to train with, the one at which the loss was least, and how many steps were tried."""

    rate: float
    least: float
    steps: int


def range_test(steps: Steps, rows: Callable[[int], Epoch], epoch_steps: int) -> Found:
    """Try rising rates on training rows, in the order of the epochs, and put everything back as it was."""
    kept = values_of(steps.variables)
    rates = np.geomspace(LOWEST, HIGHEST, STEPS)
    losses: list[float] = []
    epoch = rows(1)
    for number, rate in enumerate(rates):
        at = number % epoch_steps
        if number and not at:
            epoch = rows(1 + number // epoch_steps)
        steps.sums.begin()
        steps.set_rate(float(rate) / (float(steps.warmup.share()) if steps.warmup else 1.0))
        steps.train(epoch, at, at + 1)
        losses.append(steps.sums.so_far().loss)
        if diverged(losses):
            break
    assign(steps.variables, kept)
    return chosen(rates, losses)


def diverged(losses: Sequence[float]) -> bool:
    """Return whether the loss, of whatever sign, is no number any more, or far above its least."""
    if not math.isfinite(losses[-1]):
        return True
    if len(losses) <= FIRST:
        return False
    means, usual = smoothed(losses), float(np.abs(losses[:FIRST]).mean())
    least = means.min()
    return bool(min(means[-1], *losses[-LASTING:]) - least > DIVERGED * max(usual, means[0] - least))


def smoothed(losses: Sequence[float]) -> NDArray[np.float64]:
    """Return the running mean of the losses up to each, without its lean to 0 at the beginning."""
    mean, means = 0.0, []
    for number, loss in enumerate(losses, start=1):
        mean = KEPT * mean + (1 - KEPT) * loss
        means.append(mean / (1 - KEPT**number))
    return np.array(means)


def chosen(rates: NDArray[np.float64], losses: Sequence[float]) -> Found:
    """Return a tenth of the rate at which the running mean of the losses was least, rounded to two digits."""
    finite = [loss for loss in losses if math.isfinite(loss)]
    least = float(rates[int(np.argmin(smoothed(finite)))]) if finite else LOWEST
    return Found(float(f"{least / 10:.1e}"), least, len(losses))
