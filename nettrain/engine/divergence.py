"""Finding the step at which training produced the first number that is not finite, by taking the steps once more."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import NamedTuple, Protocol

from nettrain.engine.state import State, assign
from nettrain.engine.steps import Steps
from nettrain.engine.surroundings import Surroundings
from nettrain.engine.windows import Epoch
from nettrain.events import Event


class Reached(Exception):  # noqa: N818 - no error: training stands where it was asked to
    """Training came to the step up to which it was to be repeated."""


class Repeating:
    """Surroundings of steps that are repeated: nothing is told or kept, and a wish to stop is heard as ever."""

    def __init__(self, around: Surroundings) -> None:
        self.interrupted, self.at_once = around.interrupted, around.at_once

    def emit(self, event: Event) -> None:
        """Pass over it."""

    def show(self, event: Event) -> None:
        """Pass over it."""

    def save(self, state: State, *, wait: bool = False) -> None:
        """Pass over it."""


class Bad(NamedTuple):
    """The first step that went wrong: its number in the epoch (from 0), what became of it, the state before it.

    `rate` is the learning rate at which it was taken.
    """

    step: int
    what: str
    before: State
    rate: float


class Twin(Protocol):
    """A training that is repeated."""

    steps: Steps
    step: int
    until: tuple[int, int] | None
    """Epoch and step at which it breaks off with `Reached`."""

    def rows(self, epoch: int) -> Epoch:
        """Return the training rows in the order of an epoch."""

    def go(self) -> object:
        """Train on."""

    def state(self) -> State:
        """Return where it stands."""


def first_bad(twin: Twin, epoch: int, first: int, last: int) -> Bad:
    """Return the first bad step among `first` <= step < `last` of an epoch; after the last one something is bad.

    `twin` stands at a state before, and is trained up to `first`; then the steps are halved. The order of rows and all
    random numbers follow from seed, epoch and step, so every number comes out as it did. Raises InterruptedRunError.
    """
    twin.until = epoch, first
    with suppress(Reached):
        twin.go()
    steps, rows = twin.steps, twin.rows(epoch)
    before = twin.state()
    low, high = first, last
    while high - low > 1:
        middle = (low + high) // 2
        steps.train(rows, low, middle)
        if steps.sums.so_far().healthy:
            low, twin.step = middle, middle
            before = twin.state()
        else:
            high = middle
            assign(steps.variables, before.variables)
    rate = steps.learning_rate()
    steps.train(rows, low, low + 1)
    loss = steps.sums.so_far().loss
    what = "a weight is no longer a finite number" if math.isfinite(loss) else f"the loss became {loss}"
    return Bad(low, what, before, rate)
