"""Surroundings of a training loop for tests: nothing is shown, nothing is kept."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from nettrain.engine.state import State
from nettrain.events import Event


class Silent:
    """Keeps nothing, and never asks to stop."""

    def emit(self, event: Event) -> None:
        """Pass over it."""

    def interrupted(self) -> int | None:
        """Return that nothing asks to stop."""
        return None

    def at_once(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return nullcontext()

    def save(self, state: State, *, wait: bool = False) -> None:
        """Pass over it."""
