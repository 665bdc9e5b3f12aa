"""Signals that ask a process to end: each is heard as Ctrl-C is, wherever the process stands."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple, TypeAlias

AGAIN = 0.01
"""Seconds after which a signal that was lost is sent once more."""
ENDING = (signal.SIGTERM, signal.SIGHUP)
"""Those that Python does not hear by itself."""
EVERY = (signal.SIGINT, *ENDING)
"""Those at which a run saves its state and ends."""
Handler: TypeAlias = "Callable[[int, FrameType | None], Any] | int | None"


class Ended(KeyboardInterrupt):
    """A signal other than Ctrl-C has asked the process to end; `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(f"interrupted by {signal.Signals(number).name}")
        self.number = number


def hear() -> None:
    """Have these signals raise Ended, but for those that the caller wants ignored; a second one acts at once."""
    for number in ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    sys.unraisablehook = _unraised


def waking() -> None:
    """Have Ctrl-C end a wait for a thread, as ever in Python: once Polars is imported, the system goes on waiting."""
    signal.siginterrupt(signal.SIGINT, True)


def second(handler: Handler) -> Handler:
    """Return what a second signal does if a first one found this handler."""
    return signal.SIG_DFL if handler is _end else handler


class Interruption(NamedTuple):
    """A signal that ended what was done, and what to say of it."""

    told: str
    number: int


def interruption(error: BaseException | None) -> Interruption | None:
    """Return the signal that is behind an error, None if none is.

    It need not be the error itself: a compiled module makes another of it while it is imported.
    """
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    if error is None:
        return None
    if isinstance(error, Ended):
        return Interruption(str(error), error.number)
    return Interruption("interrupted", signal.SIGINT)


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise Ended(number)


def _unraised(what: sys.UnraisableHookArgs) -> None:
    """Send a signal once more that was heard where Python cannot raise, as in a destructor or a lock of an import."""
    if not isinstance(what.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(what)
        return
    number = what.exc_value.number if isinstance(what.exc_value, Ended) else signal.SIGINT
    if number in ENDING:
        signal.signal(number, _end)
    threading.Timer(AGAIN, os.kill, (os.getpid(), number)).start()
