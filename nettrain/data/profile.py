"""What a column holds: its kind and why, and what its cells say; for people and as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.data.ingest import Tally
from nettrain.data.reasons import Reason

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
    places: dict[str, pl.Expr] = {}
    for name, kind in sample.schema.items():
        tally = tallies[name]
        if kind not in (pl.String, pl.Boolean) and tally.low != tally.high:
            low, high = _number(tally.low), _number(tally.high)
            value = pl.col(name).cast(pl.Float64)
            if math.isinf(high - low):  # no float64 holds how far the ends are apart, but half of it
                low, high, value = low / 2, high / 2, value / 2
            elif high - low < TINY:
                low, high, value = low / TINY, high / TINY, value / TINY
            place = (value - low) / (high - low) * BINS
            places[name] = place.clip(0, BINS - 1).floor().cast(pl.Int32)
    if not places:
        return {}
    numbered = sample.select(place.alias(str(number)) for number, place in enumerate(places.values()))
    counts = numbered.unpivot(variable_name="column", value_name="place").drop_nulls().group_by("column", "place").len()
    names, made = list(places), dict[str, list[int]]()
    for number, place, count in counts.iter_rows():
        made.setdefault(names[int(number)], [0] * BINS)[place] = count
    return {name: tuple(found) for name, found in made.items()}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else float(pl.Series([value]).cast(pl.Float64)[0])
