"""What training needs from outside, so that it writes no file and knows no terminal."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from nettrain.engine.state import State
from nettrain.events import Event


class Surroundings(Protocol):
    """What the loop needs from outside: where events go, whether to stop, where the state goes."""

    def emit(self, event: Event) -> None:
        """Show an event and keep it."""

    def show(self, event: Event) -> None:
        """Show an event that comes by the clock, or by where training was begun: it is not kept."""

    def interrupted(self) -> int | None:
        """Return the number of a signal that asks to stop, or None."""

    def at_once(self) -> AbstractContextManager[None]:
        """Have a signal raise InterruptedRunError within the body, where nothing changes that the state holds."""

    def save(self, state: State, *, wait: bool = False) -> None:
        """Keep the state; with `wait` it is kept when this returns."""
