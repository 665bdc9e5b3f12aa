"""What can go wrong, in the user's words, with its place.

    NettrainError              anything that a user can mend
    +-- UsageError             the command line asks for something impossible
    +-- ConfigError            faults of a config: a list of problems with places
    +-- DataError              the CSV is wrong, missing or does not fit the config
    +-- DivergedError          training produced a number that is not finite
    +-- RunError               the run directory is in use, in the way, full or damaged
    +-- InterruptedRunError    Ctrl-C, SIGTERM or a lost terminal, after the checkpoint was saved

Only `cli` turns these into text on a screen and an exit code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from nettrain.text import printable

MOST = 12
"""Words that are told where nobody says how many."""


class Span(NamedTuple):
    """A place in a file; line and column count from 1, 0 means the file (or the command line) as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([printable(self.file), *(str(n) for n in (self.line, self.column) if n)])


class Problem(NamedTuple):
    """One fault: where it stands, what it concerns, what is wrong and what was expected.

    `key` leads to the setting that it comes from, where that is not where it stands: of a config that does not fit its
    data.
    """

    span: Span
    path: str
    message: str
    key: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.span), self.path, self.message) if part)

    def to_json(self) -> dict[str, Any]:
        """Return the fault as JSON values, null for what is not known of its place."""
        known = {**self.span._asdict(), "where": self.path, "message": self.message}
        return {name: value or None for name, value in known.items()}


class NettrainError(Exception):
    """Something that the user can mend; carries every problem that was found.

    `document` holds what was come to in spite of them, as JSON values.
    """

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem(Span(""), "", p) for p in problems)
        self.document: Mapping[str, Any] = {}
        super().__init__("\n".join(p.message if not p.span.file else str(p) for p in self.problems))


class UsageError(NettrainError):
    """The command line asks for something impossible."""


class ConfigError(NettrainError):
    """Faults of a config; sorted by place, all of one phase at once."""


class DataError(NettrainError):
    """The data are wrong, missing, or do not fit the config.

    `more` counts faults beside the problems; `remark` says what holds for all of them, "" where there is nothing.
    """

    def __init__(self, *problems: Problem | str, more: int = 0, remark: str = "") -> None:
        super().__init__(*problems)
        self.more, self.remark = more, remark


class DivergedError(NettrainError):
    """Training produced a loss or a weight that is not finite, at a learning rate of `rate`.

    `rows` are the training rows of the step at which it did, counted from 0 among the training rows.
    """

    def __init__(self, message: str, rows: Sequence[int] = (), rate: float = 0.0) -> None:
        super().__init__(message)
        self.rows, self.rate = rows, rate

    @property
    def mend(self) -> str:
        """What to try."""
        return f"try a smaller learning_rate than {self.rate:g}, or clipnorm: 1"


class RunError(NettrainError):
    """The run directory is in use, in the way, full or damaged."""


class InterruptedRunError(NettrainError):
    """A signal ended the run after its state was saved; `signal` is its number."""

    def __init__(self, message: str, signal: int) -> None:
        super().__init__(message)
        self.signal = signal


def suggestion(word: str, words: Iterable[str], *, below: str = "", all_with: str = "") -> str:
    """Return "did you mean 'x'?" for what was nearly written, else the list of what there is (cut after MOST).

    What is told begins with `below`, the folder of the words where they are names of files. `all_with` is the command
    that tells what was cut.
    """
    from nettrain.nearest import holding_first, nearest

    known = list(words)
    if near := [below + name for name in nearest(word, known)]:
        *others, last = [f"'{name}'" for name in near]
        if len(near) > MOST + 1:
            return f"did you mean one of {listing(near)}?"
        return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"
    every = [below + name for name in holding_first(word, known)]
    more = f"; all with: {all_with}" if all_with and len(every) > MOST + 1 else ""
    return f"choose from {listing(every)}{more}" if known else "nothing can stand here"


def listing(words: Sequence[str], most: int = MOST) -> str:
    """Return "a, b, c and 4 more": words that are cut are two at least, for one is told as shortly."""
    if len(words) <= most + 1:
        return ", ".join(words)
    return f"{', '.join(words[:most])} and {len(words) - most} more"
