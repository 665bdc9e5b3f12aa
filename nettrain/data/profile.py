"""What a column holds: its kind and why, and what its cells say; for people and as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.data.ingest import Tally
from nettrain.data.reasons import Reason
from nettrain.data.stacking import stacked, together

CONSTANT, IDENTIFIER = "constant", "identifier"
"""As what a column may be no input: it tells nothing, or no two rows alike."""
BINS = 8
TINY = 2.0**-900
"""Ends nearer than this are told apart by numbers of which the reciprocal is infinite."""
TOP = 5
"""Most frequent words that are told."""


class ColumnProfile(NamedTuple):
    """One column over all rows.

    `left_out` says as what it is no input though nobody dropped it, IDENTIFIER or CONSTANT, or is ""; `why` says why it
    is that, then. `marks` counts the cells that stood for "no value", "" being the empty ones. `distinct` counts
    different values; `about` tells that it was counted in rows taken evenly. Numbers, booleans and dates have `low` and
    `high`, and `histogram`, rows of the sample in equal ranges between them; words have `top`, the most frequent ones
    with their rows.
    """

    name: str
    kind: Column
    why: Reason
    rows: int
    missing: int
    marks: Mapping[str, int]
    distinct: int
    about: bool = False
    whole: bool = False
    low: Any = None
    high: Any = None
    histogram: tuple[int, ...] = ()
    top: tuple[tuple[str, int], ...] = ()
    left_out: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        record = {**self._asdict(), "kind": self.kind.yaml_name(), "why": str(self.why), "marks": dict(self.marks)}
        for name in ("low", "high"):
            if record[name] is not None and not isinstance(record[name], (int, float)):
                record[name] = str(record[name])
        return record


def profiled(name: str, told: tuple[Column, Reason], tally: Tally, sample: pl.Series, distinct: int) -> ColumnProfile:
    """Return the profile, but for the histogram, of a column whose kind and reason are `told`.

    `sample` holds its values in rows taken evenly, `distinct` is the number of different ones among them.
    """
    kind, why = told
    marks = {mark: count for mark, count in sorted(tally.marks.items()) if count}
    made = ColumnProfile(name, kind, why, tally.rows, tally.missing, marks, 0)
    if sample.dtype == pl.String:
        levels = tally.levels()
        top = tuple(levels.head(TOP).iter_rows())
        return made._replace(distinct=levels.height, about=tally.many, top=top)
    return made._replace(
        distinct=distinct,
        about=sample.len() < tally.rows,
        whole=sample.dtype == pl.Float64 and tally.whole and tally.low is not None,
        low=tally.low,
        high=tally.high,
    )


def histograms(sample: pl.DataFrame, tallies: Mapping[str, Tally]) -> dict[str, tuple[int, ...]]:
    """Return, of numbers and dates that differ, how many values of the sample are in each of BINS equal ranges."""
    ends: dict[str, tuple[float, float, float]] = {}
    for name, kind in sample.schema.items():
        tally = tallies[name]
        if kind not in (pl.String, pl.Boolean) and tally.low != tally.high:
            ends[name] = _scaled(_number(tally.low), _number(tally.high))
    names, most = list(ends), together(sample.height)
    some = [names[at : at + most] for at in range(0, len(names), most)]
    return {name: counts for part in some for name, counts in _binned(sample.select(part), ends).items()}


def _scaled(low: float, high: float) -> tuple[float, float, float]:
    """Return the ends, and what they were multiplied by, as well as values are to be, for float64 to hold how far they
    are apart, and the reciprocal of that."""
    factor = 0.5 if math.isinf(high - low) else 1 / TINY if high - low < TINY else 1.0
    return low * factor, high * factor, factor


def _binned(sample: pl.DataFrame, ends: Mapping[str, tuple[float, float, float]]) -> dict[str, tuple[int, ...]]:
    """Return how many values of each column are in each range, all columns in one go, one below the other."""
    column, scaled = pl.col("column"), zip(*(ends[name] for name in sample.columns), strict=True)
    low, high, factor = (pl.lit(pl.Series(each, dtype=pl.Float64)).gather(column) for each in scaled)
    place = (pl.col("value") * factor - low) / (high - low) * BINS
    number = column * BINS + place.clip(0, BINS - 1).floor().cast(pl.Int64)
    counts = [0] * (BINS * sample.width)
    found = stacked(sample, pl.Float64).drop_nulls().select(number.value_counts().struct.unnest())
    for at, count in found.iter_rows():
        counts[at] = count
    each = (tuple(counts[at : at + BINS]) for at in range(0, len(counts), BINS))
    return {name: made for name, made in zip(sample.columns, each, strict=True) if any(made)}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else float(pl.Series([value]).cast(pl.Float64)[0])
