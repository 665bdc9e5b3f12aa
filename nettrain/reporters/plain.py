"""plain: one line an event, for logs; no control characters."""

from __future__ import annotations

import math
from typing import TextIO

from nettrain.events import EpochEnded, Event, Judged, Notice, PhaseStarted, RunEnded, RunStarted, TrainingEnded
from nettrain.reporters import lines

MOST_EPOCHS = 200
"""About as many epochs are shown at the most: the first, the last, and every k-th."""


class Plain:
    """Writes lines that stay the same from run to run, but for times."""

    def __init__(self, stream: TextIO, *, verbose: bool = False) -> None:
        self.stream, self.verbose = stream, verbose
        self.last: EpochEnded | None = None

    def __call__(self, event: Event) -> None:
        """Write the lines of an event."""
        for line in self._lines(event):
            self._write(line)

    def close(self) -> None:
        """Nothing is open."""

    def _lines(self, event: Event) -> list[str]:
        match event:
            case RunStarted():
                return [lines.started(event)]
            case PhaseStarted() if self.verbose:
                return [event.text]
            case Notice():
                return [lines.notice(event)]
            case EpochEnded():
                every = math.ceil(event.epochs / MOST_EPOCHS)
                shown = event.epoch in (1, event.epochs) or event.epoch % every == 0
                self.last = None if shown else event
                return [lines.epoch(event, verbose=self.verbose)] if shown else []
            case TrainingEnded():
                left = [lines.epoch(self.last, verbose=self.verbose)] if self.last else []
                return [*left, lines.ended(event)]
            case Judged():
                return lines.verdict(event)
            case RunEnded():
                return [lines.finished(event)]
            case _:
                return []

    def _write(self, line: str) -> None:
        """Write a line; control characters and what the stream cannot encode become escapes."""
        safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
        encoding = self.stream.encoding or "utf-8"
        self.stream.write(safe.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        self.stream.flush()
