"""The rows of a file through the network of a run, a few stretches at a time: what predict and eval have in common.

A stretch is read, encoded, put through LiteRT and made into what is wanted by one thread, while others do so with the
next ones; the encoded rows never exist as a whole.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from nettrain.commands.opening.opened import OpenedRun, Predictor
from nettrain.commands.output import STREAM
from nettrain.data.encoding import Encoder, Handled, added, handled, refused
from nettrain.data.flow import Flow, Passing
from nettrain.data.foreign import named
from nettrain.data.parallel import WORKERS
from nettrain.data.reading import MOST_PROBLEMS, Faults, told
from nettrain.data.sources import Source, passing, piped
from nettrain.data.streams import AHEAD
from nettrain.data.table import ROW
from nettrain.errors import DataError, Problem, Span
from nettrain.events import Emit, Notice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
Then: TypeAlias = "Callable[[Passing], Callable[[NDArray[np.float32]], T]]"
"""A stretch -> what makes something of it and of the outputs (usable rows, outputs) of its usable rows; in a thread. It
raises DataError for rows that are no use, whatever the outputs are."""


def source_of(data: Path) -> Source:
    """Return a file as the user names it, a pipe too, or the standard input. Raises DataError if it is not there."""
    return piped(sys.stdin.buffer, "stdin", AHEAD) if data == STREAM else passing(named(data), AHEAD)


class _Passed(NamedTuple, Generic[T]):
    made: T | None
    rows: int
    dropped: int
    handled: Handled
    faults: Faults
    remark: str
    unknown: Faults


class _Work(Generic[T]):
    """What is done with each stretch, in any thread."""

    def __init__(self, opened: OpenedRun, network: Predictor, then: Then[T]) -> None:
        self.columns, self.network, self.then = opened.plan.columns, network, then
        self.encoder = Encoder(self.columns)
        self.refusing = [column for column in self.columns if column.kind.refuses]

    def __call__(self, some: Passing) -> _Passed[T]:
        dropped = some.height - some.usable.height
        found = refused(some, some.usable, self.refusing)
        made, remark, unknown = None, "", Faults([], 0)
        try:
            make = self.then(some)
            if not found.total:
                outputs = self.network(self.encoder(some.usable))
                unknown = _unknown(some, outputs)
                made = make(outputs)
        except DataError as error:
            remark = "" if found.total else error.remark
            problems = sorted([*found.problems, *error.problems], key=lambda problem: problem.span.line)
            found = Faults(problems, found.total + len(error.problems) + error.more)
        return _Passed(made, some.height, dropped, handled(some.usable, self.columns), found, remark, unknown)


def _unknown(some: Passing, outputs: NDArray[np.float32]) -> Faults:
    """Return the rows for which the network gives no finite number, as for numbers that float32 does not hold."""
    import numpy as np

    rows = some.usable.get_column(ROW).gather(np.flatnonzero(~np.isfinite(outputs).all(axis=1)))
    message = "the network gives no finite number for this row"
    return Faults([Problem(some.place(row), "", message) for row in rows.head(MOST_PROBLEMS)], len(rows))


@dataclass(slots=True)
class Streaming:
    """The rows of one file, and the count of what was met on the way."""

    opened: OpenedRun
    flow: Flow
    needed: bool = False
    """Whether a row must be left, where some could not be read."""
    rows: int = 0
    dropped: int = 0
    """Rows that have no output: none, or left out by a policy."""
    handled: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unknown: Faults = field(default_factory=lambda: Faults([], 0))
    """The rows for which the network gave no finite number."""

    def __call__(self, then: Then[T], show: Emit) -> Iterator[T]:
        """Yield what `then` makes of each stretch, in order.

        Raises DataError at the end of the file: for rows and cells that are none; else for cells that a policy refuses
        and for what `then` raises. Behind the first of them nothing more is yielded.
        """
        shown = self.flow.opened.source.shown
        for doubt in self.flow.doubts():
            show(Notice(text=doubt, file=shown))
        work = _Work(self.opened, self.opened.network(show, WORKERS), then)
        problems: list[Problem] = []
        faults, remarks = 0, set[str]()
        for done in self.flow.through(work):
            self.rows += done.rows
            self.dropped += done.dropped
            self.handled = added(self.handled, done.handled)
            problems += [self.flow.placed(p) for p in done.faults.problems[: MOST_PROBLEMS - len(problems)]]
            first, total = self.unknown
            first = [*first, *map(self.flow.placed, done.unknown.problems[: MOST_PROBLEMS - len(first)])]
            self.unknown = Faults(first, total + done.unknown.total)
            if done.faults.total:
                faults += done.faults.total
                remarks.add(done.remark)
            if not problems and done.made is not None:
                yield done.made
        for doubt in self.flow.doubts_of_comments():
            show(Notice(text=doubt, file=shown))
        if problems:
            remark = remarks.pop() if len(remarks) == 1 and faults > len(problems) else ""
            raise DataError(*told(problems, faults, remark))
        if self.needed and self.flow.faults and self.dropped == self.rows:
            none = f"no row is left to predict: all {self.rows:,} were left out"
            message = "; ".join([none, *self.flow.settings()])
            raise DataError(*self.flow.problems, Problem(Span(shown), "", message))
