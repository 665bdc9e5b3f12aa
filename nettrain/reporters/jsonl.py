"""jsonl: one JSON object a line, for machines."""

from __future__ import annotations

from typing import TextIO

from nettrain.events import Event, event_json


class JsonLines:
    """Writes every event as it happens."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, event: Event) -> None:
        """Write the event."""
        self.stream.write(event_json(event) + "\n")
        self.stream.flush()

    def close(self) -> None:
        """Nothing is open."""
