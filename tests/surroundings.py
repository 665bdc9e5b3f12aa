"""Surroundings of trainings that nobody looks at."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from nettrain.engine.state import State
from nettrain.events import Event


class Unseen:
    """Nothing is told, kept or asked."""

    def emit(self, event: Event) -> None:
        """Pass over it."""

    def show(self, event: Event) -> None:
        """Pass over it."""

    def interrupted(self) -> int | None:
        """Return that nothing asks to stop."""
        return None

    def at_once(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return nullcontext()

    def save(self, state: State, *, wait: bool = False) -> None:
        """Pass over it."""
