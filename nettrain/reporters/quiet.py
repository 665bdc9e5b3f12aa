"""quiet: nothing but the gates that failed."""

from __future__ import annotations

from typing import TextIO

from nettrain.events import Event, Judged


class Quiet:
    """Writes a line for each gate that failed."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, event: Event) -> None:
        """Write the gates that failed."""
        if isinstance(event, Judged):
            for gate in event.gates:
                if not gate["passed"]:
                    self.stream.write(f"FAIL  {gate['message']}\n")
            self.stream.flush()

    def close(self) -> None:
        """Nothing is open."""
