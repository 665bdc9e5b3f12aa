"""The training rows measured, stretch by stretch: all that encoders are fitted from, in flat memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from nettrain.components.summary import TINY, Summary, deviation
from nettrain.data.mixing import GOLDEN
from nettrain.data.table import ROW

SAMPLED = 65_536
"""Training rows, evenly chosen by their numbers, from which quantiles are told; all where there are no more."""


@dataclass(slots=True)
class Measure:
    """A column so far. Mean and squares are joined by the formulas of Chan, Golub and LeVeque 1979."""

    rows: int = 0
    missing: int = 0
    mean: float = 0.0
    squares: float = 0.0
    low: float = math.inf
    high: float = -math.inf
    words: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rows: int, missing: int, mean: float, squares: float) -> None:
        """Take in a stretch of `rows`; `mean` and `squares` (around it) are over those that have a value."""
        before, count = self.rows - self.missing, rows - missing
        self.rows, self.missing = self.rows + rows, self.missing + missing
        if count:
            total, apart = before + count, mean - self.mean
            self.mean += apart * count / total
            self.squares += squares + apart * apart * before * count / total

    def summary(self, sample: pl.Series | None) -> Summary:
        """Return all of it; `sample` holds values in ascending order."""
        count = self.rows - self.missing
        if not count or sample is None:
            return Summary(self.rows, self.missing, levels=self._levels(), sample=sample)
        spread = math.sqrt(self.squares / count)
        if spread < TINY and sample.len():
            spread = deviation(sample)
        return Summary(self.rows, self.missing, self.mean, spread, self.low, self.high, sample)

    def _levels(self) -> Mapping[str, int]:
        if not self.words:
            return {}
        return dict(pl.concat(self.words).group_by("level").agg(pl.col("count").sum()).sort("level").iter_rows())


class Taken(NamedTuple):
    """What one stretch of training rows tells: facts of each column of numbers, rows of each word of the others, and
    the numbers of some rows."""

    rows: int
    missing: Mapping[str, int]
    facts: Mapping[str, tuple[float, float, float, float]]
    """Mean, mean square around it, low and high of columns that have any value."""
    words: Mapping[str, pl.DataFrame]
    sample: pl.DataFrame


def taken(frame: pl.DataFrame, names: Sequence[str], rows: int) -> Taken:
    """Measure a stretch of training rows, each with its number under ROW; `rows` is the number of all of them."""
    kinds = frame.schema
    texts = [name for name in names if kinds[name] in (pl.String, pl.Categorical)]
    numeric = [name for name in names if name not in texts]
    values = frame.select(as_number(pl.col(name), kinds[name]).alias(name) for name in numeric)
    facts = {name: found for name in numeric if (found := _facts(values.get_column(name)))}
    words = {name: _words(frame.get_column(name)) for name in texts}
    if rows > SAMPLED:
        share = pl.lit(int(SAMPLED / rows * 2**64), dtype=pl.UInt64)
        values = values.filter(frame.select(pl.col(ROW).cast(pl.UInt64) * GOLDEN < share).to_series())
    return Taken(frame.height, {name: frame.get_column(name).null_count() for name in names}, facts, words, values)


def joined(stretches: Iterable[Taken], names: Sequence[str]) -> dict[str, Summary]:
    """Return the summary of each named column over all stretches."""
    measures = {name: Measure() for name in names}
    sampled: list[pl.DataFrame] = []
    for part in stretches:
        for name, measure in measures.items():
            mean, square, low, high = part.facts.get(name, (0.0, 0.0, math.inf, -math.inf))
            measure.add(part.rows, part.missing[name], mean, square * (part.rows - part.missing[name]))
            measure.low, measure.high = min(measure.low, low), max(measure.high, high)
            if name in part.words:
                measure.words.append(part.words[name])
                if len(measure.words) > 256:
                    measure.words = [pl.concat(measure.words).group_by("level").agg(pl.col("count").sum())]
        sampled.append(part.sample)
    values = pl.concat(sampled).select(pl.all().sort()).to_dict() if sampled else {}
    return {name: measure.summary(_without_nulls(values.get(name))) for name, measure in measures.items()}


def measured(stretches: Iterable[pl.DataFrame], names: Sequence[str], rows: int) -> dict[str, Summary]:
    """Return the summary of each named column; `rows` is the number of all rows, each with its number under ROW."""
    return joined((taken(frame, names, rows) for frame in stretches), names)


def as_number(values: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return booleans as 0 and 1, dates as seconds since 1970, numbers as they are."""
    if kind == pl.Datetime:
        return values.dt.epoch("us").cast(pl.Float64) / 1e6
    return values.cast(pl.Float64)


def pooled(summaries: Sequence[Summary]) -> Summary:
    """Return the summary of several columns of numbers taken as one."""
    whole = Measure()
    for s in summaries:
        whole.add(s.rows, s.missing, s.mean, s.std * s.std * (s.rows - s.missing))
        if s.rows > s.missing:
            whole.low, whole.high = min(s.low, whole.low), max(s.high, whole.high)
    samples = [s.sample for s in summaries if s.sample is not None]
    return whole.summary(pl.concat(samples).sort() if samples else None)


def _without_nulls(ascending: pl.Series | None) -> pl.Series | None:
    """Return the values behind the nulls; a slice is had at once, where a filter asks Polars for a plan."""
    return None if ascending is None else ascending.slice(ascending.null_count())


def _facts(values: pl.Series) -> tuple[float, float, float, float] | None:
    found = values.mean(), values.var(ddof=0), values.min(), values.max()
    if found[0] is None:
        return None
    mean, square, low, high = found
    assert isinstance(mean, float)
    assert isinstance(square, float)
    assert isinstance(low, float)
    assert isinstance(high, float)
    return mean, square, low, high


def _words(cells: pl.Series) -> pl.DataFrame:
    return cells.drop_nulls().alias("level").value_counts().cast({"level": pl.String})
