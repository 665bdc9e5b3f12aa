"""What a verb did and came to: the part of its events that a report for CI is made of, and its problems."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nettrain.errors import (
    ConfigError,
    DataError,
    DivergedError,
    InterruptedRunError,
    NettrainError,
    Problem,
    RunError,
    Span,
    UsageError,
)
from nettrain.events import Checked, Decided, Event, Judged, Notice, RunEnded, RunOpened, RunStarted, TrainingEnded
from nettrain.signals import interruption

READING, TRAINING, JUDGING = "config and data", "training", "judging"
STAGES: Mapping[type[NettrainError], str] = {
    UsageError: "command line",
    ConfigError: READING,
    DataError: READING,
    DivergedError: TRAINING,
    InterruptedRunError: TRAINING,
    RunError: "run directory",
}
"""What an error ended, in words that stay the same from run to run."""


@dataclass(slots=True)
class Account:
    """Takes the events of one verb, and the error that ended it if one did.

    `about` is what the verb was given: config files, or a run; `name` is that of the config, as far as it is known.
    """

    verb: str
    about: str
    name: str = ""
    began: float = field(default_factory=time.perf_counter)
    took: dict[str, float] = field(default_factory=dict)
    """Wall seconds of each stage that ended, be it with an error; the check of one of several configs is one."""
    run: RunStarted | RunOpened | None = None
    trained: TrainingEnded | None = None
    decided: Decided | None = None
    judged: Judged | None = None
    ended: RunEnded | None = None
    checked: dict[str, Checked] = field(default_factory=dict)
    """What each of several configs came to, by its file."""
    notices: list[Notice] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    stage: str = ""
    """What failed; "" if nothing did, a gate perhaps excepted."""
    kind: str = ""
    """The name of the error."""
    unwritten: tuple[Problem, ...] = ()
    """What was in the way of its reports, once the verb has ended without an error."""

    def __call__(self, event: Event) -> None:
        """Take in an event."""
        match event:
            case RunStarted():
                self.run, self.name = event, event.name
                self._ended(READING)
            case RunOpened():
                self.run, self.name = event, event.name
            case Checked():
                self.checked[event.config] = event
                self._ended(event.config)
            case TrainingEnded():
                self.trained = event
                self._ended(TRAINING)
            case Decided():
                self.decided = event
            case Judged():
                self.judged = event
                self._ended(JUDGING)
            case RunEnded():
                self.ended = event
            case Notice():
                self.notices.append(event)
            case _:
                pass

    def failed(self, error: BaseException) -> None:
        """Take in what ended the verb."""
        if isinstance(error, NettrainError):
            self.problems, self.stage = error.problems, STAGES[type(error)]
        else:
            stopped = interruption(error)
            what = stopped.told if stopped else f"this is a bug in nettrain: {type(error).__name__}: {error}"
            self.problems, self.stage = (Problem(Span(""), "", what),), self.verb
        self.kind = type(error).__name__
        if not self.checked or self.stage != READING:  # each of several configs has its own problems
            self._ended(self.stage)

    @property
    def title(self) -> str:
        """Return "nettrain fit configs/penguins.yaml"."""
        return " ".join(part for part in ("nettrain", self.verb, self.about) if part)

    @property
    def gates(self) -> tuple[Mapping[str, Any], ...]:
        """Return the gates that were judged."""
        return self.judged.gates if self.judged else ()

    @property
    def passed(self) -> bool:
        """Return whether the verb came to its end and every gate holds."""
        return not self.problems and all(gate["passed"] for gate in self.gates)

    @property
    def seconds(self) -> float:
        """Return the wall seconds since the verb began."""
        return time.perf_counter() - self.began

    def _ended(self, stage: str) -> None:
        """Take down the time since the stage before."""
        self.took[stage] = self.took.get(stage, 0.0) + self.seconds - sum(self.took.values())
