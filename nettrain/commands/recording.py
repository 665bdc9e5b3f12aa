"""What surrounds the training loop: events to the reporter and into the run, signals, and where the state goes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import BinaryIO

from nettrain.engine.state import State
from nettrain.events import Emit, Event, event_json
from nettrain.rundir import EVENTS, LAST, RunDir, told

STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Recording:
    """The surroundings of a run that is written to a run directory."""

    run: RunDir
    show: Emit
    stream: BinaryIO
    received: list[int] = field(default_factory=list)

    def emit(self, event: Event) -> None:
        """Show an event and write it down."""
        with told(f"{self.run.path / EVENTS} cannot be written"):
            self.stream.write(f"{event_json(event)}\n".encode())
        self.show(event)

    def interrupted(self) -> int | None:
        """Return the signal that asked to stop."""
        return self.received[0] if self.received else None

    def save(self, state: State) -> None:
        """Write the state into the run."""
        self.run.write(LAST, state.to_bytes())


@contextmanager
def recording(run: RunDir, show: Emit) -> Iterator[Recording]:
    """Open a run's event file, and take SIGINT and SIGTERM as a wish to stop after the current call.

    A second signal acts at once, as it would without nettrain. Outside of the main thread signals stay as they are.
    """
    with open(run.path / EVENTS, "wb", buffering=0) as stream:  # an event is in the file once it is emitted
        record = Recording(run, show, stream)

        def stop(number: int, frame: FrameType | None) -> None:
            record.received.append(number)
            signal.signal(number, before[signal.Signals(number)])

        before = {}
        try:
            for number in STOPPING:
                before[number] = signal.signal(number, stop)
        except ValueError:  # not in the main thread
            before = {}
        try:
            yield record
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
