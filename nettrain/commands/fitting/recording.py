"""What surrounds the training loop: events to the reporter and into the run, signals, and where the state goes."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import BinaryIO

from nettrain import signals
from nettrain.atomic import as_run_error
from nettrain.commands.fitting.checkpoints import Checkpoints
from nettrain.commands.fitting.timing import Timing
from nettrain.engine.state import State
from nettrain.errors import InterruptedRunError, RunError
from nettrain.events import Emit, EpochEnded, Event, event_json
from nettrain.rundir import EVENTS, TIMING, RunDir

SHA256 = "events_sha256"
"""The fact of a state for the hash of the events before it."""


@dataclass(slots=True)
class Recording:
    """The surroundings of a run that is written to a run directory.

    The file of events holds what is the same whenever the run is: no event that comes by the clock, and no fields of
    time and place. So a run that goes on writes on where its state was saved. Until it does, events are only shown.
    """

    run: RunDir
    show: Emit
    stream: BinaryIO
    written: hashlib._Hash = field(default_factory=hashlib.sha256)
    """The hash of the events in the file."""
    timing: Timing = field(default_factory=Timing)
    writing: bool = True
    identity: dict[str, str] = field(default_factory=dict)
    """What every state says of the run that it belongs to."""
    train_rows: int = 0
    received: list[int] = field(default_factory=list)
    waiting: bool = False
    """Whether a signal is only taken down, for the loop to look at, instead of ending the run where it stands."""
    checkpoints: Checkpoints = field(init=False)

    def __post_init__(self) -> None:
        self.checkpoints = Checkpoints(self.run, self._beside_a_state)

    def emit(self, event: Event) -> None:
        """Show an event and write it down."""
        if isinstance(event, EpochEnded):
            self.timing.epochs.append(event.seconds)
        if self.writing:
            line = f"{event_json(event, lasting=True)}\n".encode()
            with as_run_error(f"{self.run.path / EVENTS} cannot be written"):
                self.stream.write(line)
            self.written.update(line)
        self.show(event)

    def write_on(self) -> None:
        """Write events from here on; what stood behind the place where the run goes on is dropped."""
        with as_run_error(f"{self.run.path / EVENTS} cannot be written"):
            self.stream.truncate()
        self.writing = True

    def interrupted(self) -> int | None:
        """Return the signal that asked to stop."""
        return self.received[0] if self.received else None

    @contextmanager
    def at_the_next_step(self) -> Iterator[None]:
        """Only take signals down within the body, where the loop asks for them with `interrupted`.

        One that came after it had asked for the last time raises InterruptedRunError at the end.
        """
        self.waiting = True
        try:
            yield
        finally:
            self.waiting = False
        self._answer()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Have a signal raise InterruptedRunError within the body, or at its end if a library held that back."""
        self._answer()
        self.waiting, before = False, self.waiting
        try:
            yield
        finally:
            self.waiting = before
        self._answer()

    def save(self, state: State, *, wait: bool = False) -> None:
        """Write the state into the run; with `wait`, return when it is there."""
        state.facts |= {"events": self.stream.tell(), SHA256: self.written.hexdigest(), **self.identity}
        self.checkpoints.save(state, wait=wait)

    def signalled(self, number: int) -> None:
        """Take down a signal; raise InterruptedRunError where nothing waits for it."""
        self.received.append(number)
        if not self.waiting:
            raise InterruptedRunError("stopped", number)

    def _answer(self) -> None:
        """Raise InterruptedRunError if a signal has come."""
        if self.received:
            raise InterruptedRunError("stopped", self.received[0])

    def _beside_a_state(self) -> None:
        """Bring to the disk what goes with a state."""
        with as_run_error(f"{self.run.path / EVENTS} cannot be written"):
            os.fsync(self.stream.fileno())
        self.run.write_json(TIMING, self.timing.to_json(self.train_rows))


@contextmanager
def recording(run: RunDir, show: Emit, state: State | None = None) -> Iterator[Recording]:
    """Open a run's file of events, and take Ctrl-C, SIGTERM and a lost terminal as a wish to stop.

    A second signal acts at once, as it would without nettrain; one that the caller wants ignored stays ignored. Outside
    of the main thread signals stay as they are. With a `state`, the events up to it stay, and new ones are only shown
    until `write_on` is called. Raises RunError where they are not those that were written.
    """
    kept = _up_to(run, state) if state else b""
    with as_run_error(f"{run.path / EVENTS} cannot be written"):
        stream = open(run.path / EVENTS, "r+b" if state else "wb", buffering=0)  # in the file once emitted  # noqa: SIM115
        stream.seek(len(kept))
    record = Recording(run, show, stream, hashlib.sha256(kept), writing=not state)

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signals.second(before[signal.Signals(number)]))
        record.signalled(number)

    before: dict[signal.Signals, signals.Handler] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in signals.EVERY:
                if (handler := signal.getsignal(number)) is not signal.SIG_IGN:
                    before[number] = handler  # a signal may come as soon as it is heard
                    signal.signal(number, stop)
        yield record
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        record.checkpoints.close()
        stream.close()


def _up_to(run: RunDir, state: State) -> bytes:
    """Return the events before a state. Raises RunError where they are not those that were written."""
    if not (run.path / EVENTS).is_file():
        raise RunError(f"{run} is damaged: it has a checkpoint but no {EVENTS}; take that from a copy, or train anew")
    kept = run.read(EVENTS)[: state.facts["events"]]
    if hashlib.sha256(kept).hexdigest() != state.facts.get(SHA256):
        raise run.damaged(EVENTS)
    return kept
