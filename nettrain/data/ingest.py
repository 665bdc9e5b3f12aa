"""One pass over all files: typed values into chunks, and a tally of each column for its profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from nettrain.data.chunks import Chunks
from nettrain.data.comments import Passed
from nettrain.data.opening import Opened
from nettrain.data.reading import MOST_PROBLEMS, Stretch, stretches
from nettrain.data.table import Part, Table
from nettrain.data.values import Typing
from nettrain.errors import Problem

SAMPLED = 32_768
"""Rows, taken evenly, from which distinct numbers, histograms and identifiers are told."""
MOST_LEVELS = 1_000_000
"""Different words of a column that are counted."""


@dataclass(slots=True)
class Tally:
    """What one pass finds out about a column; rows that are none do not count."""

    rows: int = 0
    missing: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    misfits: int = 0
    low: Any = None
    high: Any = None
    whole: bool = True
    words: list[pl.DataFrame] = field(default_factory=list)
    many: bool = False
    """Whether there are more than MOST_LEVELS words, so that they are no longer counted."""

    def levels(self) -> pl.DataFrame:
        """Return the columns `level` and `count`, the most frequent first."""
        if not self.words:
            return pl.DataFrame(schema={"level": pl.String, "count": pl.UInt32})
        added = pl.concat(self.words).group_by("level").agg(pl.col("count").sum())
        return added.sort(["count", "level"], descending=[True, False])


class Ingested(NamedTuple):
    """What a pass over the files gave.

    `sample` holds rows taken evenly, with all columns; `problems` the first faults of the files, `faults` their number;
    `broken` tells that some cannot be dropped, for nobody knows where the next row begins.
    """

    table: Table
    tallies: Mapping[str, Tally]
    sample: pl.DataFrame
    problems: list[Problem]
    faults: int
    broken: bool


def ingest(files: Sequence[Opened], typing: Typing, chunks: Chunks, beside: Collection[str]) -> Ingested:
    """Read the columns of `typing` from all files, one below the other; those `beside` the inputs are kept whole.

    Raises DataError where a file cannot be read.
    """
    held: list[pl.DataFrame] = []
    tallies = {name: Tally() for name in typing.kinds}
    stride = max(1, sum(map(_about_rows, files)) // SAMPLED)
    sampled: list[pl.DataFrame] = []
    problems: list[Problem] = []
    parts: list[Part] = []
    bad: list[pl.Series] = []
    faults, broken = 0, False
    for opened in files:
        start, heights, passed = chunks.rows, [], Passed()
        for stretch in stretches(opened, typing):
            at, frame = chunks.rows, stretch.values.frame
            heights.append(frame.height)
            chunks.add(frame.drop(beside))
            held.append(frame.select(name for name in typing.kinds if name in beside))
            some = frame[pl.int_range(-at % stride, frame.height, stride, dtype=pl.UInt32, eager=True)]
            sampled.append(some.cast(dict.fromkeys(typing.few, pl.String)))
            _add(tallies, stretch, beside)
            faults += stretch.faults
            bad.append(stretch.bad_rows + at)
            broken |= stretch.broken
            passed = passed.and_then(stretch.passed)
            problems += stretch.problems[: MOST_PROBLEMS - len(problems)]
        parts.append(Part(opened, start, chunks.rows, tuple(heights), passed))
    numbers = pl.concat(bad) if bad else pl.Series(dtype=pl.UInt32)
    return Ingested(
        Table(chunks, pl.concat(held).rechunk(), tuple(parts), numbers),
        tallies,
        pl.concat(sampled),
        problems,
        faults,
        broken,
    )


def _about_rows(opened: Opened) -> int:
    """Guess the number of rows from the size of the file and of its first rows."""
    cells = opened.sample.select(pl.sum_horizontal(pl.all().str.len_bytes() + 1).mean()).item()
    return int(opened.stamp.size / max(cells or 1, 1))


def _add(tallies: Mapping[str, Tally], stretch: Stretch, uncounted: Collection[str]) -> None:
    values = stretch.values
    for name, met in values.met.items():
        tally = tallies[name]
        wrong = values.misfits[name].len() if name in values.misfits else 0
        tally.rows += values.frame.height - len(stretch.bad)
        tally.missing += met.missing - wrong - len(stretch.bad)
        tally.misfits += wrong
        marks = values.marks.get(name, {})
        tally.marks.update({mark: count - (0 if mark else len(stretch.bad)) for mark, count in marks.items()})
        if name in uncounted:
            continue
        if met.words is not None:
            _count_words(tally, met.words)
        elif met.low is not None:
            tally.low = met.low if tally.low is None else min(met.low, tally.low)
            tally.high = met.high if tally.high is None else max(met.high, tally.high)
            tally.whole = tally.whole and met.whole


def _count_words(tally: Tally, words: pl.DataFrame) -> None:
    if tally.many:
        return
    tally.words.append(words)
    if sum(words.height for words in tally.words) > 2 * MOST_LEVELS or len(tally.words) > 256:
        tally.words = [tally.levels()]
        tally.many = tally.words[0].height > MOST_LEVELS
