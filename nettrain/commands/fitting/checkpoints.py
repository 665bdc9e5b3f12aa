"""The checkpoints of a run: the last state and the one before, each whole, written while training goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from nettrain.engine.state import State
from nettrain.errors import RunError
from nettrain.rundir import LAST, PREVIOUS, RunDir


@dataclass(slots=True)
class Checkpoints:
    """Writes states one after the other; `before` is called ahead of each write, in the writing thread."""

    run: RunDir
    before: Callable[[], None]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "checkpoint"))
    under_way: Future[None] | None = None

    def save(self, state: State, *, wait: bool) -> None:
        """Write a state once the one before it is written. Raises RunError for either."""
        self.wait()
        self.under_way = self.pool.submit(self._write, state)
        if wait:
            self.wait()

    def wait(self) -> None:
        """Return when nothing is being written any more. Raises RunError if it could not be."""
        writing, self.under_way = self.under_way, None
        if writing is not None:
            writing.result()

    def close(self) -> None:
        """End the writing thread once it is done; what it failed to write was told, or nobody waits for it."""
        self.pool.shutdown()

    def _write(self, state: State) -> None:
        self.before()
        self.run.replace(LAST, state.parts(), PREVIOUS)


def last_state(run: RunDir) -> tuple[State | None, str]:
    """Return the last state that is whole, and what there is to say about it.

    None where nothing was saved yet. Raises RunError if the run is finished and its state is damaged.
    """
    told = ""
    for name in (LAST, PREVIOUS):
        if not (run.path / name).exists():
            continue
        try:
            state = State.from_bytes(run.read(name))
        except ValueError as error:
            told += f"{run.path / name} {error}; "
            continue
        if told:
            run.rename(PREVIOUS, LAST)
            told += "going on from the one before it"
        return state, told
    if told and run.finished:
        raise RunError(f"{told}the run is finished and stays as it is; train a new one")
    return None, f"{told}nothing before it is left, so training starts over" if told else ""
