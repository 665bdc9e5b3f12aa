"""What happens in a run, as records: the engine and the commands emit them, reporters show them, a run keeps them.

An event has no clock of its own. What a clock or a folder's name says stands in fields of its own, made with `passing`:
a run's file of events does without them, so that it can be compared.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from nettrain.errors import Problem, Span


def passing(default: Any) -> Any:
    """Make a field that says when or where something happened; `default` stands for it in a record without it."""
    return field(default=default, metadata={"passing": True})


@dataclass(frozen=True, kw_only=True)
class Event:
    """The root of all events."""

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, kw_only=True)
class RunStarted(Event):
    """A run directory was made and training is about to be prepared."""

    run: str = passing("")
    """The run directory, as the user can open it."""
    name: str
    epochs: int
    rows: Mapping[str, int]
    """Rows a side: train, validation, test."""
    layers: int
    params: int
    monitor: str


@dataclass(frozen=True, kw_only=True)
class RunOpened(Event):
    """A finished run was opened and is about to be judged."""

    run: str = passing("")
    """The run directory, as the user can open it."""
    name: str


@dataclass(frozen=True, kw_only=True)
class Checked(Event):
    """One of several configs was checked."""

    config: str
    """Its file."""
    problems: tuple[Problem, ...] = ()
    error: str = ""
    """The name of the error that they are, "" where there is none."""


@dataclass(frozen=True, kw_only=True)
class PhaseStarted(Event):
    """A stretch of work began."""

    phase: Literal["import", "build", "compile", "range_test", "train", "judge"]
    text: str
    """What is being done, for a person."""


@dataclass(frozen=True, kw_only=True)
class StepsDone(Event):
    """A part of an epoch was trained; comes a few times a second at the most."""

    epoch: int
    """Counted from 1."""
    step: int
    """Steps done in this epoch."""
    steps: int
    """Steps of the epoch."""
    loss: float
    """Mean over the epoch's rows so far."""
    rows_per_second: float = passing(0.0)


@dataclass(frozen=True, kw_only=True)
class EpochEnded(Event):
    """Every training row was seen once more, and the validation rows were judged."""

    epoch: int
    """Counted from 1."""
    epochs: int
    values: Mapping[str, float]
    """loss, each metric, val_loss, val_ and each metric, learning_rate."""
    best: bool
    """Whether the monitored value is the best so far."""
    seconds: float = passing(0.0)
    """Wall seconds of the epoch, validation included."""
    rows_per_second: float = passing(0.0)
    """Training rows a wall second, validation excluded."""


@dataclass(frozen=True, kw_only=True)
class TrainingEnded(Event):
    """The last epoch was trained."""

    reason: str
    """Why: "all epochs", "val_loss was not better for 5 epochs", "the time of 2h is used up"."""
    epoch: int
    """The last epoch, counted from 1."""
    best_epoch: int
    best_value: float
    monitor: str
    kept: Literal["best", "last"]
    """Which epoch's weights are kept."""
    seconds: float = passing(0.0)
    """Wall seconds of the training in this command."""
    earlier: int = passing(0)
    """Epochs that were trained before this command."""


@dataclass(frozen=True, kw_only=True)
class Diverged(Event):
    """Training came to a number that is not finite, and ended there."""

    text: str
    """Where it did."""
    mend: str
    """What to try."""


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """How probabilities become labels was settled, where the config asks for more than the larger one."""

    rows: int
    """Validation rows on which it was found; 0 if nothing was to be found."""
    temperature: Mapping[str, Any] | None = None
    """value, found (whether there is a best one), and the log loss of the rows: log_loss with it, before without."""
    threshold: Mapping[str, Any] | None = None
    """value, the label that is called above it, metric (None: the config gives the value), and what that scores: score
    with it, before at 0.5."""


@dataclass(frozen=True, kw_only=True)
class Judged(Event):
    """Rows were judged."""

    side: str
    """"test", "validation", or the name of a file."""
    rows: int
    scores: Mapping[str, Mapping[str, Any]]
    """A metric's name to its value, baseline, goal, 95 % interval and whether that beats the baseline."""
    gates: tuple[Mapping[str, Any], ...] = ()
    """kind, metric, value, min, max, passed, message."""
    places: tuple[Mapping[str, Any], ...] = passing(())
    """Of each gate where it stands, if the config is at hand: file, line, column, where; nothing for an option's."""
    targets: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    """The scores of each of several targets alone, by its name."""
    slices: Mapping[str, Any] = field(default_factory=dict)
    """A column's name to its groups of rows: group, rows, small, metrics (as `scores`)."""


@dataclass(frozen=True, kw_only=True)
class Notice(Event):
    """Something the user ought to know that is no error."""

    text: str
    file: str = ""
    """Where it stands, if anywhere; line and column count from 1, 0 means the file as a whole."""
    line: int = 0
    column: int = 0

    @classmethod
    def of(cls, problem: Problem) -> Notice:
        """Return a problem that is no error as a notice."""
        text = f"{problem.path}: {problem.message}" if problem.path else problem.message
        return cls(text=text, **problem.span._asdict())

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.file, self.line, self.column)

    @property
    def place(self) -> str:
        """Return "file:line:column", "" where there is none."""
        return str(self.span)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values, and the place in one."""
        return {**super().to_json(), "place": self.place}


@dataclass(frozen=True, kw_only=True)
class RunEnded(Event):
    """The run is complete."""

    run: str = passing("")
    passed: bool
    """Whether every gate holds."""
    seconds: float = passing(0.0)
    """Wall seconds since the command began, the reading included."""
    timing: Mapping[str, float] = field(default_factory=dict, metadata={"passing": True})
    """Seconds of each phase of the command."""
    total: float = passing(0.0)
    """Seconds over all commands that worked on the run; 0 where this is the only one."""


Emit: TypeAlias = Callable[[Event], None]
"""Where events go."""


def silent(event: Event) -> None:
    """Show nothing."""


def failed_gates(gates: Sequence[Mapping[str, Any]], places: Sequence[Mapping[str, Any]] = ()) -> list[Problem]:
    """Return the gates that failed as problems, at their places where these are known."""
    return [
        Problem(
            Span(*(place.get(n, v) for n, v in Span("")._asdict().items())), place.get("where", ""), gate["message"]
        )
        for gate, place in zip(gates, places or [{}] * len(gates), strict=True)
        if not gate["passed"]
    ]


def event_json(event: Event, *, lasting: bool = False) -> str:
    """Return one line of JSON: the class's name under "event", then its fields; what is no finite number as null.

    With `lasting`, fields that say when or where are left out: the line is the same whenever the run is repeated.
    """
    record = {"event": type(event).__name__, **event.to_json()}
    if lasting:
        for made in dataclasses.fields(event):
            if made.metadata.get("passing"):
                del record[made.name]
    return json.dumps(finite(record), sort_keys=True, allow_nan=False)


def finite(record: Any) -> Any:
    """Return JSON values in which every number that is not finite is None: JSON has no nan and no infinity."""
    if isinstance(record, float):
        return record if math.isfinite(record) else None
    if isinstance(record, dict):
        return {key: finite(item) for key, item in record.items()}
    if isinstance(record, (list, tuple)):
        return [finite(item) for item in record]
    return record
