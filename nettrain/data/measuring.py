"""The training rows measured, stretch by stretch: all that encoders are fitted from, in flat memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from nettrain.components.summary import Summary
from nettrain.data.table import ROW

SAMPLED = 65_536
"""Training rows, evenly chosen by their numbers, from which quantiles are told; all where there are no more."""
GOLDEN = 0x9E3779B97F4A7C15
"""2**64 over the golden ratio: its multiples spread evenly over 64 bits (Knuth 1973, volume 3, section 6.4)."""


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
        deviation = math.sqrt(self.squares / count)
        return Summary(self.rows, self.missing, self.mean, deviation, self.low, self.high, sample)

    def _levels(self) -> Mapping[str, int]:
        if not self.words:
            return {}
        return dict(pl.concat(self.words).group_by("level").agg(pl.col("count").sum()).sort("level").iter_rows())


def measured(stretches: Iterable[pl.DataFrame], names: Sequence[str], rows: int) -> dict[str, Summary]:
    """Return the summary of each named column; `rows` is the number of all rows, each with its number under ROW."""
    measures = {name: Measure() for name in names}
    share = min(1.0, SAMPLED / max(rows, 1))
    sampled: list[pl.DataFrame] = []
    kinds: Mapping[str, pl.DataType] = {}
    for frame in stretches:
        kinds = frame.schema
        numeric = [name for name in names if kinds[name] != pl.String]
        _add(measures, frame, names)
        chosen = frame
        if share < 1.0:
            chosen = frame.filter(pl.col(ROW).cast(pl.UInt64) * GOLDEN < pl.lit(int(share * 2**64), dtype=pl.UInt64))
        sampled.append(chosen.select(as_number(pl.col(name), kinds[name]).alias(name) for name in numeric))
    values = pl.concat(sampled).select(pl.all().sort()) if sampled else pl.DataFrame()
    return {
        name: measure.summary(values.get_column(name).drop_nulls() if name in values.columns else None)
        for name, measure in measures.items()
    }


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


def _add(measures: Mapping[str, Measure], frame: pl.DataFrame, names: Sequence[str]) -> None:
    numeric = [name for name in names if frame.schema[name] != pl.String]
    wanted = [
        expression.alias(f"{what} {name}")
        for name in numeric
        for what, expression in _facts(as_number(pl.col(name), frame.schema[name])).items()
    ]
    facts = frame.select(wanted).row(0, named=True) if wanted else {}
    for name in names:
        measure = measures[name]
        if name not in numeric:
            cells = frame.get_column(name)
            measure.add(cells.len(), cells.null_count(), 0.0, 0.0)
            measure.words.append(cells.drop_nulls().alias("level").value_counts())
            if len(measure.words) > 256:
                measure.words = [pl.concat(measure.words).group_by("level").agg(pl.col("count").sum())]
            continue
        missing = facts[f"missing {name}"]
        count = frame.height - missing
        measure.add(frame.height, missing, facts[f"mean {name}"] or 0.0, (facts[f"var {name}"] or 0.0) * count)
        if count:
            measure.low, measure.high = min(measure.low, facts[f"low {name}"]), max(measure.high, facts[f"high {name}"])


def _facts(values: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "missing": values.null_count(),
        "mean": values.mean(),
        "var": values.var(ddof=0),
        "low": values.min(),
        "high": values.max(),
    }
