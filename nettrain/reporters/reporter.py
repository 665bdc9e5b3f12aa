"""What every reporter is: something that takes the events of a run, one by one."""

from __future__ import annotations

from typing import Protocol

from nettrain.events import Event


class Reporter(Protocol):
    """Takes events and shows them; `close` is called once, whatever happened."""

    def __call__(self, event: Event) -> None:
        """Show an event, or pass over it."""

    def close(self) -> None:
        """Leave the screen as it was found."""
