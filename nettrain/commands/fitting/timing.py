"""Where the time went: everything of a run that a clock says, kept apart from the rest in timing.json."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from nettrain.errors import RunError
from nettrain.rundir import TIMING, RunDir


@dataclass(slots=True)
class Timing:
    """Wall seconds of each phase and epoch, of this command and of all that worked on a run."""

    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds of each phase of this command."""
    before: dict[str, float] = field(default_factory=dict)
    """Those of the commands before it."""
    epochs: list[float] = field(default_factory=list)
    """Seconds of each epoch, validation included."""
    earlier: list[dict[str, Any]] = field(default_factory=list)
    """The commands before this one: each with its arguments and the epoch and step that the next one went on from."""
    under_way: tuple[str, float] | None = None
    began: float = field(default_factory=time.perf_counter)
    """When this command began."""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count the time of the body for `name`."""
        began = time.perf_counter()
        self.under_way = name, began
        try:
            yield
        finally:
            self.under_way = None
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began

    def so_far(self) -> dict[str, float]:
        """Return the seconds of each phase over all commands, of the one that is under way too."""
        made = dict(self.before)
        for name, seconds in self.seconds.items():
            made[name] = made.get(name, 0.0) + seconds
        if self.under_way is not None:
            name, began = self.under_way
            made[name] = made.get(name, 0.0) + time.perf_counter() - began
        return made

    def to_json(self, train_rows: int) -> dict[str, Any]:
        """Return what timing.json says; `train_rows` are those of an epoch."""
        seconds = self.so_far()
        trained = seconds.get("train", 0.0)
        return {
            "seconds": seconds,
            "total": sum(seconds.values()),
            "epoch_seconds": self.epochs,
            "rows_per_second": train_rows * len(self.epochs) / trained if trained else None,
            "earlier": self.earlier,
        }

    def read(self, run: RunDir, epochs: int) -> str:
        """Count on from what an earlier command wrote, which came to the end of so many epochs; return what to tell.

        What cannot be read is left out: nothing but the clock's records would be lost.
        """
        if not (run.path / TIMING).is_file():
            return ""
        try:
            self.go_on(run.read_json(TIMING), epochs)
        except RunError as error:
            return f"the times of earlier commands are lost, and start anew: {error}"
        return ""

    def go_on(self, record: Mapping[str, Any], epochs: int) -> None:
        """Count on from a record of `to_json`."""
        self.before = dict(record["seconds"])
        self.epochs = list(record["epoch_seconds"])[:epochs]
        self.earlier = list(record["earlier"])
