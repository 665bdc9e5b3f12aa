"""Another file than those of the config, read once from its first row to its last: a few stretches are held at a
time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.config.data import DataConfig
from nettrain.data.blocks import PASSING
from nettrain.data.mends import TRAINED
from nettrain.data.opening import Opened
from nettrain.data.parallel import ahead
from nettrain.data.reading import MOST_PROBLEMS, Stretch, bad_rows, stretches, told
from nettrain.data.respelling import spellings
from nettrain.data.table import ROW, Part, line_of
from nettrain.data.values import Typing, few_words, mending
from nettrain.errors import DataError, Problem, Span

ONE = "mend it, or leave the row out with --set data.on_bad_row=drop"
SEVERAL = "mend them all, or leave them out with --set data.on_bad_row=drop"


class Passing(NamedTuple):
    """Rows that follow each other: `height` of them from the number `start` on.

    `usable` holds the values of those that can be used, with their numbers under ROW; `kept` the wanted cells of all,
    as they stand in the file.
    """

    start: int
    height: int
    usable: pl.DataFrame
    kept: pl.DataFrame


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
        self.typing = Typing(kinds, data.missing, mends, held, few, mending(data.missing), False, spelled)
        self.dropping = data.on_bad_row == "drop"
        self.problems: list[Problem] = []
        self.faults = 0
        """What is wrong with rows and cells that were gone through: the first ones, and how many."""
        self._began = [(0, self.opened.line)]
        """Number and line of the first row of each stretch, and of the row behind the last."""
        self._stretches = ahead(stretches(self.opened, self.typing))

    def __iter__(self) -> Iterator[Passing]:
        """Yield all rows, stretch by stretch.

        Raises DataError for cells and rows that are none (unless the config says to drop such rows): at the end, with
        the first faults of the whole file; behind the first fault nothing more is yielded.
        """
        broken = False
        drops = [name for name, kind in self.typing.kinds.items() if "missing" in kind.drops]
        for stretch in self._stretches:
            frame = stretch.values.frame
            start, line = self._began[-1]
            self._began.append((start + frame.height, line + stretch.lines))
            self.problems += stretch.problems[: MOST_PROBLEMS - len(self.problems)]
            self.faults += len(stretch.bad) + sum(rows.len() for rows in stretch.values.misfits.values())
            broken |= stretch.broken
            if not self.faults or (self.dropping and not broken):
                yield Passing(start, frame.height, _usable(stretch, start, drops), stretch.kept)
        if self.faults and (broken or not self.dropping):
            mends = [] if broken else [ONE if self.faults == 1 else SEVERAL, *self.settings()]
            raise DataError(*told(self.problems, self.faults, "; ".join(mends)))

    def settings(self) -> list[str]:
        """Return what is to be set for dates that are written otherwise than in training."""
        from nettrain.data.redating import redatings

        faulty = {problem.path for problem in self.problems}
        kinds = {name: kind for name, kind in self.typing.kinds.items() if name in faulty}
        return list(redatings(self.opened.sample, kinds, self.typing.missing))

    def place(self, row: int) -> Span:
        """Return file and line of a row that was yielded; the line is 0 where a pipe's line ends stand within cells."""
        shown = self.opened.source.shown
        number = next(n for n in range(len(self._began) - 1) if row < self._began[n + 1][0])
        (start, line), (end, behind) = self._began[number : number + 2]
        if end - start == behind - line:
            return Span(shown, line + row - start)
        if self.opened.source.pipe:
            return Span(shown)
        firsts = [first for first, _ in self._began]
        heights = tuple(after - first for first, after in pairwise(firsts))
        return Span(shown, line_of(Part(self.opened, 0, firsts[-1], heights), row))


def _usable(stretch: Stretch, start: int, drops: Sequence[str]) -> pl.DataFrame:
    """Return the rows that are neither bad nor dropped for a cell without a value."""
    numbered = stretch.values.frame.with_columns(pl.int_range(start, start + pl.len(), dtype=pl.UInt32).alias(ROW))
    if stretch.bad or stretch.values.misfits:
        numbered = numbered.filter(~pl.col(ROW).is_in((bad_rows(stretch) + start).implode()))
    return numbered.drop_nulls(drops) if drops else numbered
