"""jsonl: one JSON object a line, for machines."""

from __future__ import annotations

from typing import TextIO

from nettrain.events import Event, event_json
from nettrain.reporters.outlet import Outlet


class JsonLines:
    """Writes every event as it happens."""

    def __init__(self, stream: TextIO) -> None:
        self.outlet = Outlet(stream)

    def __call__(self, event: Event) -> None:
        """Write the event."""
        self.outlet.verbatim(event_json(event))

    def close(self) -> None:
        """Nothing is open."""
