"""date: a moment, by day, by time of day, or both."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from nettrain.components.column import Column, Facts
from nettrain.components.summary import Summary

if TYPE_CHECKING:
    import polars as pl

DAY = 86_400.0
DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%m-%d-%Y"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y"),
    *("%y-%m-%d", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y"),
)
TIMES = ("%H:%M", "%H:%M:%S", "%H:%M:%S%.f", "%H:%M:%SZ", "%H:%M:%S%.fZ", "%H:%M:%S%z", "%H:%M:%S%.f%z")
ALONE = ("%H:%M:%S", "%H:%M", "%H.%M.%S", "%H:%M:%S%.f")
"""Formats that are tried: of days, of times behind a day and a blank or T, of times alone."""
YEARS = (1000, 3000)
"""Years from and to which a date is believed: %Y also reads "04"."""
LIKELY = 20
"""Cells with which a format is tried before all are."""


class Date(Column):
    """A date, a time, or both: elapsed time as a number, and the cycles of year, week and day as points on a circle.

    Inputs: elapsed has one ((seconds - mean) / standard deviation); year, week and day have two each, the sine and the
    cosine of the part of the cycle that is over; and a flag (0 or 1) for missing values if training rows miss any.
    Source: Mardia and Jupp 2000, Directional Statistics (section 2.1).
    Example: date: {format: "%d.%m.%Y", parts: [elapsed, week]}
    """

    format: str = "auto"
    """How it is written, with the letters of strptime (%Y %m %d %H %M %S); auto: told from the cells."""
    parts: tuple[Literal["elapsed", "year", "week", "day"], ...] | None = None
    """What of it enters the network; null: elapsed, and each cycle that the training rows go through in good part."""
    missing: Literal["median", "drop", "error"] = "median"
    """What becomes of a missing value: median: that of the training rows stands in; drop: the row is left out; error:
    it is refused."""

    expected: ClassVar[str] = "a date or time"

    def resolved(self, sample: Sequence[str]) -> Date | None:
        """Return this kind with the first format that reads every cell of the sample; None where none does."""
        if self.format != "auto":
            return self
        found = next((form for form in _formats(sample) if reads(sample, form)), None)
        return None if found is None else self.model_copy(update={"format": found})

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read datetimes in microseconds, of UTC where an offset is written; a time alone is one of 1970-01-01."""
        return parsed(cells, self.format)

    def fit(self, summary: Summary) -> Facts:
        """Keep mean, standard deviation and median of the seconds since 1970, and the parts."""
        return {
            "missing": summary.missing,
            "fill": summary.quantile(0.5),
            "mean": summary.mean,
            "std": summary.std or 1.0,
            "parts": self.parts or self._varying(summary),
        }

    def _varying(self, summary: Summary) -> tuple[str, ...]:
        dated, span = "%d" in self.format, summary.high - summary.low
        timed = summary.sample is not None and bool((summary.sample % DAY != summary.low % DAY).any())
        cycles = {"year": dated and span > 60 * DAY, "week": dated and span > 2 * DAY, "day": timed}
        return (*(("elapsed",) if dated else ()), *(name for name, turns in cycles.items() if turns)) or ("elapsed",)

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One for elapsed, two a cycle, one for the flag."""
        named = {"elapsed": (" elapsed",), **{c: (f" {c} sine", f" {c} cosine") for c in ("year", "week", "day")}}
        flag = (" is missing",) if self._flagged(facts) else ()
        return (*(name for part in facts["parts"] for name in named[part]), *flag)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Fill, take apart, and flag."""
        import polars as pl

        moment = values.fill_null(pl.lit(round(facts["fill"] * 1e6)).cast(pl.Datetime("us")))
        seconds = moment.dt.epoch("us").cast(pl.Float64) / 1e6
        of_day = (seconds / DAY) % 1
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

    @property
    def refuses(self) -> frozenset[str]:
        """Missing values, where the config says error."""
        return frozenset({"missing"} if self.missing == "error" else ())

    @property
    def drops(self) -> frozenset[str]:
        """Missing values, where the config says drop."""
        return frozenset({"missing"} if self.missing == "drop" else ())

    def _flagged(self, facts: Facts) -> bool:
        return facts["missing"] > 0 and self.missing == "median"


def parsed(cells: pl.Expr, form: str) -> pl.Expr:
    """Return the datetimes that text cells hold in a format, null where they hold none."""
    import polars as pl

    if "%d" not in form:
        time = cells.str.strptime(pl.Time, form, strict=False)
        return pl.date(1970, 1, 1).dt.combine(time, "us")
    moment = cells.str.strptime(pl.Datetime("us"), form, strict=False)
    if "%z" in form:
        moment = moment.dt.replace_time_zone(None)
    return pl.when(moment.dt.year().is_between(*YEARS)).then(moment)


def reads(sample: Sequence[str], form: str) -> bool:
    """Return whether a format reads every cell."""
    import polars as pl

    for some in (sample[:LIKELY], sample):
        frame = pl.DataFrame({"cell": some}, schema={"cell": pl.String})
        if frame.select(parsed(pl.col("cell"), form).null_count()).item():
            return False
    return bool(sample)


def ambiguous(sample: Sequence[str]) -> bool:
    """Return whether day and month could as well be read the other way round: 03/04/2024."""
    return any(
        reads(sample, day_first)
        and reads(sample, day_first.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m"))
        for day_first in _formats(sample)
        if day_first.startswith(("%d/%m", "%d-%m", "%d.%m"))
    )


def _formats(sample: Sequence[str]) -> list[str]:
    """Return the formats whose marks between digits and letters are those of the first cell."""
    if not sample or not any(character.isdigit() for character in sample[0]):
        return []
    marks = re.sub(r"[A-Za-z0-9]", "", sample[0])
    moments = [f"{day}{gap}{time}" for day in DAYS for gap in (" ", "T") for time in TIMES]
    return [form for form in (*DAYS, *ALONE, *moments) if marks in _marks(form)]


def _marks(form: str) -> tuple[str, ...]:
    bare = re.sub(r"%[A-Za-z]|[A-Z]", "", form.replace("%.f", ".").replace("%z", "+:"))
    return bare, bare.replace("+:", "-:"), bare.replace("+:", "+"), bare.replace("+:", "-")
