"""plain: one line an event, for logs; no control characters."""

from __future__ import annotations

import math
from typing import TextIO

from nettrain.events import (
    Decided,
    EpochEnded,
    Event,
    Judged,
    Notice,
    PhaseStarted,
    RunEnded,
    RunOpened,
    RunStarted,
    TrainingEnded,
)
from nettrain.reporters import lines
from nettrain.reporters.outlet import Outlet

MOST_EPOCHS = 200
"""About as many epochs are shown at the most: the first, the last, and every k-th."""


class Plain:
    """Writes lines that stay the same from run to run, but for times."""

    def __init__(self, stream: TextIO, *, verbose: bool = False) -> None:
        self.outlet, self.verbose = Outlet(stream), verbose
        self.passed_over: EpochEnded | None = None

    def __call__(self, event: Event) -> None:
        """Write the lines of an event."""
        for line in self._lines(event):
            self.outlet.line(line)

    def close(self) -> None:
        """Write the last epoch of a training that broke off, where it was passed over."""
        for line in self._last_epoch():
            self.outlet.line(line)

    def _lines(self, event: Event) -> list[str]:
        match event:
            case RunStarted():
                return lines.started(event, verbose=self.verbose)
            case RunOpened():
                return [lines.opened(event)]
            case PhaseStarted() if self.verbose:
                return [event.text]
            case Notice():
                return [lines.notice(event)]
            case EpochEnded():
                every = math.ceil(event.epochs / MOST_EPOCHS)
                shown = event.epoch in (1, event.epochs) or event.epoch % every == 0
                self.passed_over = None if shown else event
                return [lines.epoch(event, verbose=self.verbose)] if shown else []
            case TrainingEnded():
                return [*self._last_epoch(), lines.ended(event)]
            case Decided():
                return lines.decided(event)
            case Judged():
                return lines.verdict(event)
            case RunEnded():
                return lines.finished(event, verbose=self.verbose)
            case _:
                return []

    def _last_epoch(self) -> list[str]:
        event, self.passed_over = self.passed_over, None
        return [lines.epoch(event, verbose=self.verbose)] if event else []
