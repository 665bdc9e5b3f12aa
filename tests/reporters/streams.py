"""Streams to report to: in memory, in memory but passing for a terminal, with an encoding, and without a reader."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from typing import TextIO

from nettrain.reporters.reporter import Reporter
from tests.reporters.events import STREAM


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class AsciiTerminal(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="ascii")

    def isatty(self) -> bool:
        return True

    def getvalue(self) -> str:
        self.seek(0)
        return self.read()


class Unread(io.StringIO):
    """Fails after some writes, as a pipe does whose reader has gone."""

    def __init__(self, *, terminal: bool, number: int = errno.EPIPE, lasts: int = 0) -> None:
        super().__init__()
        self.terminal, self.number, self.lasts, self.writes = terminal, number, lasts, 0

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.writes += 1
        if self.writes > self.lasts:
            raise OSError(self.number, "the reader has gone")
        return super().write(text)


def shown(make: Callable[[TextIO], Reporter], stream: TextIO) -> None:
    """Show the whole stream of events."""
    reporter = make(stream)
    for event in STREAM:
        reporter(event)
    reporter.close()
