"""date: a moment, by day, by time of day, or both."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import field_validator

from nettrain.components.column import NEARLY_ALL, Column, Facts
from nettrain.components.columns._dates import (
    ISO,
    LIKELY,
    ambiguous,
    believed,
    candidates,
    dated,
    fault,
    fitting,
    parsed,
)
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ISO", "Date", "ambiguous", "believed", "dated", "mixed"]
DAY = 86_400.0
"""Seconds."""
MARKS = r"(--|//|\.\.|  | , )( ?:.*)?|:.*"
"""What stands between the digits and letters of dates and times, whatever their format."""
ZONE = r"(?<=[SMfHI])Z$|%z$"
"""The end of a format that has a time zone: UTC (Z), or an offset to it."""


class Date(Column):
    """A date, a time, or both: elapsed time as a number, and the cycles of year, week and day as points on a circle.

    Inputs: elapsed has one ((seconds - mean) / standard deviation); year, week and day have two each, the sine and the
    cosine of the part of the cycle that is over; and a flag (0 or 1) for missing values if training rows miss any.
    Source: Mardia and Jupp 2000, Directional Statistics (section 2.1).
    Example: date: {format: "%d.%m.%Y", parts: [elapsed, week]}
    """

    format: str = "auto"
    """How it is written, with the letters of strptime (%Y %m %d %H %M %S); auto: told from the cells; iso: as
    2024-07-31, with or without a time (12:30, 12:30:59.5, behind a blank or T) and a zone. Parquet's own dates and
    times are read whatever stands here."""
    parts: tuple[Literal["elapsed", "year", "week", "day"], ...] | None = None
    """What of it enters the network; null: elapsed, and each cycle that the training rows go through in good part."""
    missing: Literal["median", "drop", "error"] = "median"
    """What becomes of a missing value: median: that of the training rows stands in; drop: the row is left out; error:
    it is refused."""

    expected: ClassVar[str] = "a date or time"

    @field_validator("format")
    @classmethod
    def _readable(cls, form: str) -> str:
        if form != "auto" and (why := fault(form)):
            raise ValueError(why)
        return form

    def resolved(self, sample: Sequence[str]) -> Date | None:
        """Return this kind with the first format that reads every cell of the sample, or nearly all of them.

        None where no format does.
        """
        if self.format != "auto":
            return self
        found = fitting(sample) or _nearly_fitting(sample)
        return None if found is None else self.model_copy(update={"format": found})

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read datetimes in microseconds, of UTC where an offset is written; a time alone is one of 1970-01-01.

        Where the format has a zone, a cell may have Z or an offset.
        """
        return _moments(cells, self.format)

    def fit(self, summary: Summary) -> Facts:
        """Keep mean, standard deviation and median of the seconds since 1970, and the parts."""
        varies = summary.high > summary.low
        return {
            "missing": summary.missing,
            "fill": summary.quantile(0.5),
            "mean": summary.mean if varies else summary.low,
            "std": summary.std if varies else 1.0,
            "parts": self._parts(summary),
        }

    def _parts(self, summary: Summary) -> tuple[str, ...]:
        if self.format != "auto" and not dated(self.format):
            return ("day",)  # a time alone has no year and no week
        if self.parts:
            return self.parts
        span, timed = summary.high - summary.low, False
        if summary.sample is not None:  # a second of play: fractions are not exact in seconds since 1970
            timed = not ((summary.sample - summary.low + 1) % DAY <= 2).all()
        cycles = {"year": span > 60 * DAY, "week": span > 2 * DAY, "day": timed}
        return ("elapsed", *(name for name, turns in cycles.items() if turns))

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One for elapsed, two a cycle, one for the flag."""
        named = {"elapsed": (" elapsed",), **{c: (f" {c} sine", f" {c} cosine") for c in ("year", "week", "day")}}
        flag = (" is missing",) if self._flagged(facts) else ()
        return (*(name for part in facts["parts"] for name in named[part]), *flag)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Fill, take apart, and flag."""
        import polars as pl

        moment = values.fill_null(pl.lit(round(facts["fill"] * 1e6)).cast(pl.Datetime("us")))
        elapsed = moment.dt.epoch("us")
        seconds = elapsed.cast(pl.Float64) / 1e6
        of_day = (elapsed % round(DAY * 1e6)).cast(pl.Float64) / (DAY * 1e6)  # % of floats depends on the cut in Polars
        over = {
            "year": (moment.dt.ordinal_day().cast(pl.Float64) - 1 + of_day) / 365.25,
            "week": (moment.dt.weekday().cast(pl.Float64) - 1 + of_day) / 7,
            "day": of_day,
        }
        made: list[pl.Expr] = []
        for part in facts["parts"]:
            if part == "elapsed":
                made.append((seconds - facts["mean"]) / facts["std"])
            else:
                made += [(over[part] * 2 * math.pi).sin(), (over[part] * 2 * math.pi).cos()]
        made += [values.is_null()] if self._flagged(facts) else []
        return [expression.cast(pl.Float32) for expression in made]


def _moments(cells: pl.Expr, form: str) -> pl.Expr:
    """Return the datetimes of text cells as `parsed` does; of a format with a zone, cells with Z and with offsets."""
    zoned = re.sub(ZONE, "%#z", form)
    return parsed(cells, zoned if dated(form) else form)


def mixed(sample: Sequence[str]) -> tuple[str, ...]:
    """Return the two formats that read nearly all cells of a sample, but only together; none where it is not so."""
    found = _formats(sample)
    counts = found.values()
    alone = max(counts, default=0) >= NEARLY_ALL * len(sample)
    return tuple(found) if len(found) == 2 and not alone and sum(counts) >= NEARLY_ALL * len(sample) else ()


def _nearly_fitting(sample: Sequence[str]) -> str | None:
    """Return the format that reads the most cells of a sample, None where none reads nearly all of them."""
    found = _formats(sample)
    best = max(found, key=lambda form: found[form], default="")
    return best if best and found[best] >= NEARLY_ALL * len(sample) else None


def _formats(sample: Sequence[str]) -> dict[str, int]:
    """Return the formats that read the most cells of a sample, with the number of these.

    There are at most two, one for each of the most common marks between digits and letters; none where few cells have
    those of dates.
    """
    some = _some(sample)
    if 2 * sum(map(len, _alike(some).values())) < len(some):
        return {}
    found: dict[str, int] = {}
    for every in sorted(_alike(sample).values(), key=lambda cells: -len(cells))[:2]:
        cells = _some(every)
        counts = {form: _read(sample, form) for form in candidates(cells) if 2 * _read(cells, form) >= len(cells)}
        if counts:
            best = max(counts, key=lambda form: counts[form])
            found[best] = counts[best]
    return found


def _some(cells: Sequence[str]) -> Sequence[str]:
    """Return a few cells, taken evenly."""
    return cells[:: max(1, len(cells) // LIKELY)]


def _alike(cells: Sequence[str]) -> dict[str, list[str]]:
    """Return the cells that have the marks of dates, by these."""
    alike: dict[str, list[str]] = {}
    for cell in cells:
        marks = re.sub(r"[A-Za-z0-9]", "", cell)
        if re.fullmatch(MARKS, marks):
            alike.setdefault(marks, []).append(cell)
    return alike


def _read(cells: Sequence[str], form: str) -> int:
    """Return how many cells a format reads."""
    import polars as pl

    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    return int(frame.select(_moments(pl.col("cell"), form).count()).item())
