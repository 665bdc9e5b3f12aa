"""quiet: nothing but the gates that failed."""

from __future__ import annotations

from typing import TextIO

from nettrain.events import Event, Judged
from nettrain.reporters import lines
from nettrain.reporters.outlet import Outlet


class Quiet:
    """Writes a line for each gate that failed."""

    def __init__(self, stream: TextIO) -> None:
        self.outlet = Outlet(stream)

    def __call__(self, event: Event) -> None:
        """Write the gates that failed."""
        if isinstance(event, Judged):
            for gate in event.gates:
                if not gate["passed"]:
                    self.outlet.line(lines.gate(gate))

    def close(self) -> None:
        """Nothing is open."""
