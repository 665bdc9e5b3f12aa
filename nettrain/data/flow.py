"""Another file than those of the config, read once from its first row to its last: a few stretches are held at a
time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

import polars as pl

from nettrain.components.column import Column
from nettrain.config.data import DataConfig
from nettrain.data.blocks import PASSING
from nettrain.data.comments import KEY, Passed, doubt, refused
from nettrain.data.mends import TRAINED
from nettrain.data.opening import Opened
from nettrain.data.parallel import begun, in_turn
from nettrain.data.reading import MOST_PROBLEMS, Reading, Stretch, readings, told
from nettrain.data.respelling import spellings
from nettrain.data.table import ROW
from nettrain.data.values import Typing, few_words
from nettrain.errors import DataError, Problem, Span

T = TypeVar("T")
ONE = "mend it, or leave the row out with --set data.on_bad_row=drop"
SEVERAL = "mend them all, or leave them out with --set data.on_bad_row=drop"


class Passing(NamedTuple):
    """Rows that follow each other, `height` of them, which are numbered from 0 on.

    `usable` holds the values of those that can be used, with their numbers under ROW; `kept` the wanted cells of all,
    as they stand in the file. `places` tells the line of each row, counted from the first of these.
    """

    height: int
    usable: pl.DataFrame
    kept: pl.DataFrame
    places: Callable[[], Sequence[int]]

    def place(self, row: int) -> Span:
        """Return where a row stands, as `Flow.placed` takes it."""
        return Span("", self.places()[row])


class Done(NamedTuple, Generic[T]):
    """What was `made` of a stretch, None where nothing could be, and what the next stretch must know of it: the number
    of its lines, the first of its `faults`, whether it is `broken`, and its comments, as `Stretch` says."""

    made: T | None
    lines: int
    problems: list[Problem]
    faults: int
    broken: bool
    passed: Passed


class Flow:
    """The rows of a file with the kinds of a trained run; they are gone through once."""

    def __init__(
        self,
        data: DataConfig,
        opened: Opened,
        kinds: Mapping[str, Column],
        kept: Sequence[str] = (),
        words: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Begin to read an opened file, in threads, whatever the caller still has to prepare; of `kept` what it has.

        `words` are those that training met.
        """
        self.opened = opened._replace(block=min(opened.block, PASSING))
        few = few_words(self.opened.sample, kinds).difference(kept)
        held = tuple(name for name in kept if name in opened.names)
        mends = dict.fromkeys(kinds, TRAINED)
        met = {name: pl.Series(name, some, dtype=pl.String) for name, some in words.items()}
        spelled = spellings([opened], met)
        self.typing = Typing(kinds, data.missing, mends, held, few, surveyed=False, spelled=spelled)
        self.dropping = data.on_bad_row == "drop"
        self.problems: list[Problem] = []
        self.faults = 0
        """What is wrong with rows and cells that were gone through: the first ones, and how many."""
        self.passed = Passed()
        """Lines that were passed over as comments."""
        self._mark = opened.dialect.comment if opened.dialect else ""
        self._pinned = data.format.comment is not None
        self._drops = [name for name, kind in kinds.items() if "missing" in kind.drops]
        self._readings = begun(readings(self.opened, self.typing))
        self._line = self._next = self.opened.line - 1

    def through(self, work: Callable[[Passing], T]) -> Iterator[T]:
        """Yield what `work`, called in threads, makes of all rows, stretch by stretch, in order.

        Raises DataError for cells and rows that are none (unless the config says to drop such rows): at the end, with
        the first faults of the whole file; behind the first fault nothing more is yielded.
        """
        broken = False
        each = ((reading,) for reading in self._readings)
        for made, lines, problems, faults, breaks, passed in in_turn(partial(self._done, work), each):
            self._line, self._next = self._next, self._next + lines
            self.problems += [self.placed(problem) for problem in problems[: MOST_PROBLEMS - len(self.problems)]]
            self.faults += faults
            broken |= breaks
            self.passed = self.passed.and_then(passed.moved(self._line))
            if made is not None and self._passes(self.faults, broken):
                yield made
        if not self._pinned and (rows := refused(self.passed, self._mark, self.opened.source.shown)):
            raise DataError(*rows)
        if not self._passes(self.faults, broken):
            mends = [] if broken else [ONE if self.faults == 1 else SEVERAL, *self.settings()]
            raise DataError(*told(self.problems, self.faults, "; ".join(mends)))

    def doubts(self) -> list[str]:
        """Return what is not clear about how the file is written, as its beginning tells: all but its comments."""
        return [why for what, why in self.opened.unclear.items() if what != KEY]

    def doubts_of_comments(self) -> list[str]:
        """Return what is not clear about the comments among the rows that were gone through."""
        return list(doubt(self.passed, self._mark, pinned=self._pinned).values())

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of the stretch that was yielded last with its file and line."""
        line = problem.span.line and problem.span.line + self._line
        return problem if problem.span.file else problem._replace(span=Span(self.opened.source.shown, line))

    def settings(self) -> list[str]:
        """Return what is to be set for dates that are written otherwise than in training."""
        from nettrain.data.redating import redatings

        faulty = {problem.path for problem in self.problems}
        kinds = {name: kind for name, kind in self.typing.kinds.items() if name in faulty}
        return list(redatings(self.opened.sample, kinds, self.typing.missing))

    def _passes(self, faults: int, broken: bool) -> bool:
        """Return whether rows with so many faults may be used, those without a fault."""
        return not faults or (self.dropping and not broken)

    def _done(self, work: Callable[[Passing], T], reading: Reading) -> Done[T]:
        stretch = reading()
        made = None
        if self._passes(self.faults + stretch.faults, stretch.broken):
            usable = _usable(stretch, self._drops)
            made = work(Passing(stretch.values.frame.height, usable, stretch.kept, stretch.places))
        return Done(made, stretch.lines, stretch.problems, stretch.faults, stretch.broken, stretch.passed)


def _usable(stretch: Stretch, drops: Sequence[str]) -> pl.DataFrame:
    """Return the rows that are neither bad nor dropped for a cell without a value."""
    numbered = stretch.values.frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW))
    if stretch.faults:
        numbered = numbered.filter(~pl.col(ROW).is_in(stretch.bad_rows.implode()))
    return numbered.drop_nulls(drops) if drops else numbered
