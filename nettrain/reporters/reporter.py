"""What every reporter is: something that takes the events of a run, one by one."""

from __future__ import annotations

from typing import Protocol

from nettrain.events import Event
from nettrain.reporters.outlet import Outlet


class Reporter(Protocol):
    """Takes events and shows them. Where its outlet cannot be written that is no error: the reporter says no more."""

    @property
    def outlet(self) -> Outlet:
        """Where it writes to."""

    def __call__(self, event: Event) -> None:
        """Show an event, or pass over it."""

    def close(self) -> None:
        """End what moves on the screen, say what was held back; may come more than once, and events may follow."""
