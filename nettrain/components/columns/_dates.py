"""How dates and times are written: which formats there are, which one fits cells, and what a format reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%m-%d-%Y"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y"),
)
ZONED = ("%H:%M", "%H:%M:%S", "%H:%M:%S%.f", "%H:%M:%SZ", "%H:%M:%S%.fZ", "%H:%M:%S%z", "%H:%M:%S%.f%z")
HALVES = ("%I:%M %p", "%I:%M:%S %p")
ALONE = ("%H:%M:%S", "%H:%M", "%H.%M.%S", "%H:%M:%S%.f", *HALVES)
"""Formats that are tried: of days, of times behind a day and a blank or T, of times by halves of the day, of times
alone."""
ISO = "iso"
"""The format of days, and of days with a time, in every spelling of ISO 8601 that files have."""
ISO_ZONED = "%Y-%m-%d %H:%M:%S%.f%#z"
LETTERS = "YymbBdejaAHIMSpz"
"""Letters of strptime that a format may hold, beside .%f for parts of a second."""
YEARS = (1000, 3000)
"""Years from and to which a date is believed: %Y also reads "04"."""
LIKELY = 20
"""Cells with which a format is tried before all are."""


def fault(form: str) -> str:
    """Return why a format cannot be read with, "" where it can."""
    if form == ISO:
        return ""
    strange = re.sub(rf"%[-_0]?[{LETTERS}]|%%|%?\.%?[369]?f", "", form)
    if "%" in strange:
        letter = strange[strange.index("%") :][:2]
        return f"'{letter}' is no letter of dates, expected {', '.join('%' + a for a in LETTERS)} or .%f"
    if _has(form, "YymbBdej") and not _has(form, "Yy"):
        return f"'{form}' has no year, expected %Y or %y in it"
    if _has(form, "I") != _has(form, "p"):
        return f"'{form}' has one of %I (hour 1 to 12) and %p (AM, PM), expected both, or %H"
    if not _has(form, "YyHI"):
        return f"'{form}' names neither year nor hour, expected letters of strptime such as %Y-%m-%d or %H:%M"
    return ""


def dated(form: str) -> bool:
    """Return whether a format has a year, not only a time of day."""
    return form == ISO or _has(form, "Yy")


def parsed(cells: pl.Expr, form: str) -> pl.Expr:
    """Return the datetimes (microseconds, UTC where an offset is written) of text cells, null where they hold none.

    A month or day that the format lacks is the first, a minute is 0; a time alone is one of 1970-01-01. Years of two
    digits are those from 1969 to 2068, as POSIX has them.
    """
    import polars as pl

    if form == ISO:
        cells, form = _evened(cells), ISO_ZONED
    form = form.replace(".%f", "%.f")
    lacking = [("1", "%m", "mbBj"), ("1", "%d", "dej")] if dated(form) else []
    lacking += [("0", "%M", "M")] if _has(form, "HI") else []
    for value, letter, instead in lacking:  # Polars reads whole dates and times only
        if not _has(form, instead):
            cells, form = cells + f" {value}", f"{form} {letter}"
    if not dated(form):
        return pl.date(1970, 1, 1).dt.combine(cells.str.strptime(pl.Time, form, strict=False), "us")
    moment = cells.str.strptime(pl.Datetime("us"), form, strict=False)
    if re.search("%#?z", form):
        moment = moment.dt.replace_time_zone(None)
    if _has(form, "y"):  # Polars takes 69 for 2069
        moment = pl.when(moment >= pl.datetime(2069, 1, 1)).then(moment.dt.offset_by("-100y")).otherwise(moment)
    return believed(moment)


def believed(moment: pl.Expr) -> pl.Expr:
    """Return moments, null for those of years that are none."""
    import polars as pl

    return pl.when(moment.dt.year().is_between(*YEARS)).then(moment)


def _evened(cells: pl.Expr) -> pl.Expr:
    """Return ISO moments in one spelling: with a blank, seconds and a zone."""
    cells = cells.str.replace(r"^(\d{4}-\d\d-\d\d)$", "$1 00:00").str.replace(r"^(\d{4}-\d\d-\d\d)T", "$1 ")
    cells = cells.str.replace(r"^(\S{10} \d\d:\d\d)($|Z|[+-])", "${1}:00$2")
    return cells.str.replace(r"^(\S{10} [0-9:.]+)$", "${1}Z")


def fitting(sample: Sequence[str]) -> str | None:
    """Return the first format that reads every cell of a sample, None where none does."""
    return next((form for form in candidates(sample) if _reads(sample, form)), None)


def ambiguous(sample: Sequence[str]) -> bool:
    """Return whether day and month could as well be read the other way round: 03/04/2024.

    Between dots the day always comes first.
    """
    return any(
        _reads(sample, form) and _reads(sample, form.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m"))
        for form in candidates(sample)
        if form.startswith(("%d/%m", "%d-%m"))
    )


def _has(form: str, letters: str) -> bool:
    return re.search(rf"(?<!%)%[-_0]?[{letters}]", form) is not None


def _reads(sample: Sequence[str], form: str) -> bool:
    import polars as pl

    for some in (sample[:LIKELY], sample):
        frame = pl.DataFrame({"cell": some}, schema={"cell": pl.String})
        if frame.select(parsed(pl.col("cell"), form).null_count()).item():
            return False
    return bool(sample)


def candidates(sample: Sequence[str]) -> list[str]:
    """Return the formats whose marks between digits and letters are those of the first cell."""
    if not sample or not any(character.isdigit() for character in sample[0]):
        return []
    marks = re.sub(r"[A-Za-z0-9]", "", sample[0])
    padded = all(re.match(r"\d+\D\d+\D\d\d(\D|$)", cell) for cell in sample[:LIKELY])  # 1.2.3 is a version
    moments = ["".join(parts) for parts in product(DAYS, (" ", "T"), ZONED)]
    moments += [f"{day} {time}" for day in DAYS for time in HALVES]
    forms = [form for form in (*DAYS, *ALONE, *moments) if padded or not ("%y" in form or form.startswith("%H."))]
    return [form for form in forms if marks in _marks(form)]


def _marks(form: str) -> set[str]:
    """Return the marks that cells of a format have; an offset is +02:00, +0200 or with a minus, a fraction optional."""
    bare = re.sub(r"%[A-Za-z]|[A-Z]", "", form.replace("%.f", ".").replace("%z", "+"))
    found = {bare, bare.removesuffix(".")} if form.endswith(("%.f", "%.fZ")) else {bare}
    if "%z" not in form:
        return found
    starts = {bare[:-1], bare[:-1].removesuffix(".")} if "%.f" in form else {bare[:-1]}
    return {start + offset for start in starts for offset in ("+", "-", "+:", "-:")}
