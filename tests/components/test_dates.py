"""Dates and times: the formats that are found, those that are refused, and the parts that enter the network."""

from __future__ import annotations

import cProfile
import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nettrain.components.columns import _dates
from nettrain.components.columns.date import Date, ambiguous
from tests.components.summaries import Cells, column, encoded, fitted, read, summary

TENTH = datetime(2004, 3, 10)
FOUND: dict[str, tuple[str, datetime]] = {
    "2004-03-10": ("%Y-%m-%d", TENTH),
    "2004-3-10": ("%Y-%m-%d", TENTH),
    "2004/03/10": ("%Y/%m/%d", TENTH),
    "2004.03.10": ("%Y.%m.%d", TENTH),
    "10.03.2004": ("%d.%m.%Y", TENTH),
    "10.3.2004": ("%d.%m.%Y", TENTH),
    "10/03/2004": ("%d/%m/%Y", TENTH),
    "10-03-2004": ("%d-%m-%Y", TENTH),
    "03/31/2004": ("%m/%d/%Y", datetime(2004, 3, 31)),
    "03-31-2004": ("%m-%d-%Y", datetime(2004, 3, 31)),
    "10 Mar 2004": ("%d %b %Y", TENTH),
    "10 March 2004": ("%d %B %Y", TENTH),
    "10-Mar-2004": ("%d-%b-%Y", TENTH),
    "Mar 10, 2004": ("%b %d, %Y", TENTH),
    "March 10, 2004": ("%B %d, %Y", TENTH),
    "10.03.04": ("%d.%m.%y", TENTH),
    "10/03/04": ("%d/%m/%y", TENTH),
    "03/31/04": ("%m/%d/%y", datetime(2004, 3, 31)),
    "31.12.68": ("%d.%m.%y", datetime(2068, 12, 31)),
    "01.01.69": ("%d.%m.%y", datetime(1969, 1, 1)),
    "12/31/69 18:30": ("%m/%d/%y %H:%M", datetime(1969, 12, 31, 18, 30)),
    "31.12.2069": ("%d.%m.%Y", datetime(2069, 12, 31)),
    "2004-03-10 18:30": ("%Y-%m-%d %H:%M", datetime(2004, 3, 10, 18, 30)),
    "2004-03-10T18:30:05": ("%Y-%m-%dT%H:%M:%S", datetime(2004, 3, 10, 18, 30, 5)),
    "2004-03-10 18:30:05.25": ("%Y-%m-%d %H:%M:%S%.f", datetime(2004, 3, 10, 18, 30, 5, 250_000)),
    "2004-03-10T18:30:05.123456": ("%Y-%m-%dT%H:%M:%S%.f", datetime(2004, 3, 10, 18, 30, 5, 123_456)),
    "2004-03-10T18:30:05Z": ("%Y-%m-%dT%H:%M:%SZ", datetime(2004, 3, 10, 18, 30, 5)),
    "2004-03-10T18:30:05.5Z": ("%Y-%m-%dT%H:%M:%S%.fZ", datetime(2004, 3, 10, 18, 30, 5, 500_000)),
    "2004-03-10T18:30:05+02:00": ("%Y-%m-%dT%H:%M:%S%z", datetime(2004, 3, 10, 16, 30, 5)),
    "2004-03-10 18:30:05-0500": ("%Y-%m-%d %H:%M:%S%z", datetime(2004, 3, 10, 23, 30, 5)),
    "2004-03-10T18:30:05.5+02:00": ("%Y-%m-%dT%H:%M:%S%.f%z", datetime(2004, 3, 10, 16, 30, 5, 500_000)),
    "10.03.2004 18:30:05": ("%d.%m.%Y %H:%M:%S", datetime(2004, 3, 10, 18, 30, 5)),
    "10 Mar 2004 18:30": ("%d %b %Y %H:%M", datetime(2004, 3, 10, 18, 30)),
    "3/31/2004 6:30 PM": ("%m/%d/%Y %I:%M %p", datetime(2004, 3, 31, 18, 30)),
    "3/31/2004 12:30:05 AM": ("%m/%d/%Y %I:%M:%S %p", datetime(2004, 3, 31, 0, 30, 5)),
    "18:30": ("%H:%M", datetime(1970, 1, 1, 18, 30)),
    "18:30:05": ("%H:%M:%S", datetime(1970, 1, 1, 18, 30, 5)),
    "18:30:05.5": ("%H:%M:%S%.f", datetime(1970, 1, 1, 18, 30, 5, 500_000)),
    "18.30.05": ("%H.%M.%S", datetime(1970, 1, 1, 18, 30, 5)),
    "06:30 PM": ("%I:%M %p", datetime(1970, 1, 1, 18, 30)),
    "1066-10-14": ("%Y-%m-%d", datetime(1066, 10, 14)),
}


@pytest.mark.parametrize(("cell", "form", "moment"), [(cell, *found) for cell, found in FOUND.items()], ids=FOUND)
def test_found(cell: str, form: str, moment: datetime) -> None:
    kind = Date().resolved([cell])
    assert kind is not None
    assert kind.format == form
    assert read(kind, [cell, None, "x"]).to_list() == [moment, None, None]


TOGETHER: dict[str, tuple[list[str], str]] = {
    "days that tell the month": (["03/04/2004", "03/13/2004"], "%m/%d/%Y"),
    "a month late in the sample": (["03/04/2004"] * 500 + ["12/31/2004"], "%m/%d/%Y"),
    "fractions here and there": (["2004-03-10 18:30:05", "2004-03-10 18:30:05.5"], "%Y-%m-%d %H:%M:%S%.f"),
    "fractions first": (["2004-03-10 18:30:05.5", "2004-03-10 18:30:05"], "%Y-%m-%d %H:%M:%S%.f"),
    "fractions and Z": (["2004-03-10T18:30:05Z", "2004-03-10T18:30:05.5Z"], "%Y-%m-%dT%H:%M:%S%.fZ"),
    "fractions and offsets": (["2004-03-10T18:30:05+01:00", "2004-03-10T18:30:05.5-01:00"], "%Y-%m-%dT%H:%M:%S%.f%z"),
    "months of three letters among longer ones": (["10 May 2004", "10 March 2004"], "%d %B %Y"),
    "times of one digit": (["9:05", "18:30"], "%H:%M"),
}


@pytest.mark.parametrize(("cells", "form"), TOGETHER.values(), ids=TOGETHER)
def test_one_format_for_every_cell(cells: list[str], form: str) -> None:
    kind = Date().resolved(cells)
    assert kind is not None
    assert kind.format == form
    assert read(kind, cells).null_count() == 0


NO_DATES = [
    *(["2004"], ["20040310"], ["1.5"], ["-5"], ["1e5"], ["red"], [""], ["10-10"], ["40-49"], ["1.2.3.4"], ["1.2.3"]),
    *(["2004-02-30"], ["2004-13-01"], ["24:00"], ["12:60"], ["2004-03-10", "red"], ["2004-03-10", "2004"], ["6-4-3"]),
    *(["0024-03-10"], ["3001-01-01"], ["+49 30 1234"], ["192.168.0.1"], ["31/31/2004"], [], ["1-2-3", "10-20-30"]),
    ["2004-03-10", "10.03.2004"],
]


@pytest.mark.parametrize("cells", NO_DATES, ids=map(str, NO_DATES))
def test_no_dates(cells: list[str]) -> None:
    assert Date().resolved(cells) is None


def test_a_declared_format_stays() -> None:
    kind = Date(format="%d.%m.%Y")
    assert kind.resolved(["2004-03-10"]) is kind
    found = Date(parts=("week",), missing="drop").resolved(["2004-03-10"])
    assert found == Date(format="%Y-%m-%d", parts=("week",), missing="drop")


AMBIGUOUS: dict[str, tuple[list[str], bool]] = {
    "both": (["03/04/2004", "05/06/2004"], True),
    "with times": (["03/04/2004 10:00", "05/06/2004 11:00"], True),
    "with dashes": (["03-04-2004"], True),
    "short years": (["03/04/04"], True),
    "day first": (["03/04/2004", "25/06/2004"], False),
    "month first": (["03/04/2004", "06/25/2004"], False),
    "day late in the sample": (["03/04/2004"] * 500 + ["25/06/2004"], False),
    "year first": (["2004-03-04"], False),
    "dots": (["03.04.2004"], False),
    "words": (["03 Apr 2004"], False),
    "no date": (["red"], False),
    "nothing": ([], False),
}


@pytest.mark.parametrize(("cells", "expected"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_ambiguous(cells: list[str], expected: bool) -> None:
    assert ambiguous(cells) is expected


def test_formats_read_columns_not_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few formats are tried, and a thousand cells more are no work for the interpreter."""
    cells = [f"{1 + n % 12:02}/{1 + n % 12:02}/2004 10:10:{n % 60:02}.5" for n in range(999)] + ["12/31/2004 10:10:10"]
    tried: list[str] = []
    parsed = _dates.parsed

    def noted(column: pl.Expr, form: str) -> pl.Expr:
        tried.append(form)
        return parsed(column, form)

    monkeypatch.setattr(_dates, "parsed", noted)
    assert Date().resolved(cells) is not None
    assert len(tried) <= 8, "each format, on the first cells and on all"
    assert abs(calls(cells) - calls(cells + cells)) < len(cells) / 4


def calls(cells: list[str]) -> int:
    """Return how many calls of functions it takes to resolve them."""
    profile = cProfile.Profile()
    profile.runcall(Date().resolved, cells)
    return sum(entry.callcount for entry in profile.getstats())


DECLARED: dict[str, tuple[str, str, datetime]] = {
    "python's fraction": ("%Y-%m-%d %H:%M:%S.%f", "2004-03-10 18:30:05.25", datetime(2004, 3, 10, 18, 30, 5, 250_000)),
    "month": ("%Y-%m", "2004-03", datetime(2004, 3, 1)),
    "month by name": ("%b %Y", "Mar 2004", datetime(2004, 3, 1)),
    "year": ("%Y", "2004", datetime(2004, 1, 1)),
    "day of the year": ("%Y-%j", "2004-070", TENTH),
    "hour": ("%Y-%m-%d %H", "2004-03-10 18", datetime(2004, 3, 10, 18)),
    "hour alone": ("%H", "18", datetime(1970, 1, 1, 18)),
    "weekday": ("%a %d %b %Y", "Wed 10 Mar 2004", TENTH),
    "without zeros": ("%-d.%-m.%Y", "10.3.2004", TENTH),
    "digits alone": ("%Y%m%d", "20040310", TENTH),
    "halves of the day": ("%Y-%m-%d %I%p", "2004-03-10 06PM", datetime(2004, 3, 10, 18)),
}


@pytest.mark.parametrize(("form", "cell", "moment"), DECLARED.values(), ids=DECLARED)
def test_declared(form: str, cell: str, moment: datetime) -> None:
    assert read(Date(format=form), [cell, "red", None]).to_list() == [moment, None, None]


FAULTS = {
    "%Q": "'%Q' is no letter of dates, expected %Y, %y",
    "%Y-%m-%": "'%' is no letter of dates",
    "%d.%m.": "'%d.%m.' has no year, expected %Y or %y in it",
    "dd.mm.yyyy": "names neither year nor hour",
    "%Y-%m-%d %I:%M": "has one of %I .* and %p .*, expected both, or %H",
    "%M:%S": "names neither year nor hour",
    "": "names neither year nor hour",
}


@pytest.mark.parametrize(("form", "message"), FAULTS.items())
def test_formats_that_cannot_be(form: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Date(format=form)


def turn(share: float) -> list[float]:
    return [math.sin(2 * math.pi * share), math.cos(2 * math.pi * share)]


PARTS: dict[str, tuple[tuple[str, ...], str, list[float]]] = {
    "year, its first day": (("year",), "2023-01-01 00:00:00", turn(0)),
    "year, day 70 of a leap year": (("year",), "2004-03-10 12:00:00", turn(69.5 / 365.25)),
    "week, a Monday": (("week",), "2024-01-01 00:00:00", turn(0)),
    "week, noon of a Wednesday": (("week",), "2004-03-10 12:00:00", turn(2.5 / 7)),
    "week, a Sunday before 1970": (("week",), "1969-12-28 06:00:00", turn(6.25 / 7)),
    "day": (("day",), "2004-03-10 18:00:00", turn(0.75)),
    "day before 1970": (("day",), "1950-03-10 06:00:00", turn(0.25)),
    "elapsed": (("elapsed",), "1970-01-01 00:00:30", [2]),
    "as listed": (("day", "elapsed"), "1970-01-01 00:00:00", [0, 1, -1]),
}


@pytest.mark.parametrize(("parts", "cell", "expected"), PARTS.values(), ids=PARTS)
def test_parts(parts: tuple[str, ...], cell: str, expected: list[float]) -> None:
    """Training rows have mean 10 s and deviation 10 s."""
    kind = column({"date": {"format": "%Y-%m-%d %H:%M:%S", "parts": parts}})
    facts = fitted(kind, ["1970-01-01 00:00:00", "1970-01-01 00:00:20"])
    np.testing.assert_allclose(encoded(kind, facts, read(kind, [cell])), [expected], atol=1e-6)


VARYING: dict[str, tuple[str, list[str | None], tuple[str, ...]]] = {
    "days of years": ("%Y-%m-%d", ["2001-01-01", "2004-07-01"], ("elapsed", "year", "week")),
    "days of a month": ("%Y-%m-%d", ["2004-01-01", "2004-01-20"], ("elapsed", "week")),
    "hours of a day": ("%Y-%m-%d %H:%M", ["2004-01-01 01:00", "2004-01-01 20:00"], ("elapsed", "day")),
    "midnights": ("%Y-%m-%d %H:%M", ["2004-01-01 00:00", "2004-01-20 00:00"], ("elapsed", "week")),
    "one moment": ("%Y-%m-%d", ["2004-01-01"] * 3, ("elapsed",)),
    "fractions of one second": (
        "%Y-%m-%d %H:%M:%S%.f",
        ["1999-01-01 00:00:00.1", "2020-01-01 00:00:00.3"],
        ("elapsed", "year", "week"),
    ),
    "times": ("%H:%M", ["01:00", "20:00"], ("day",)),
    "one time": ("%H:%M", ["01:00", "01:00"], ("day",)),
    "nothing": ("%Y-%m-%d", [None], ("elapsed",)),
}


@pytest.mark.parametrize(("form", "cells", "parts"), VARYING.values(), ids=VARYING)
def test_parts_that_vary(form: str, cells: Cells, parts: tuple[str, ...]) -> None:
    assert fitted(Date(format=form), cells)["parts"] == parts


def test_times_have_no_other_part_than_the_day() -> None:
    kind = Date(format="%H:%M", parts=("elapsed", "year", "day"))
    assert kind.positions(fitted(kind, ["01:00"])) == (" day sine", " day cosine")


def test_any_cut_of_many_rows_gives_the_same_bits() -> None:
    """Enough rows for vectorised loops, whose last rows go another way."""
    kind = Date(format="%Y-%m-%d %H:%M:%S.%f", parts=("elapsed", "year", "week", "day"))
    seconds = np.random.default_rng(0).integers(-(10**9), 2 * 10**9, 500)
    values = read(kind, [f"{datetime.fromtimestamp(int(s), UTC):%Y-%m-%d %H:%M:%S}.{s % 997:06}" for s in seconds])
    facts = kind.fit(summary(values))
    made = encoded(kind, facts, values)
    for cut in (1, 3, 64, 333, 497):
        parts = [encoded(kind, facts, part) for part in (values[:cut], values[cut:])]
        np.testing.assert_array_equal(np.concatenate(parts), made)


def test_the_median_stands_in_and_is_flagged() -> None:
    kind: Any = Date(format="%Y-%m-%d", parts=("elapsed",))
    facts = fitted(kind, ["2004-01-01", "2004-01-02", "2004-01-09", None])
    assert kind.positions(facts) == (" elapsed", " is missing")
    made = encoded(kind, facts, read(kind, [None, "2004-01-02"]))
    assert made[0, 0] == made[1, 0] != 0
    assert made[:, 1].tolist() == [1, 0]


@settings(max_examples=60)
@given(st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31)))
def test_reads_what_is_written(moment: datetime) -> None:
    for form, kept in [("%Y-%m-%dT%H:%M:%S.%f", moment), ("%d %B %Y", datetime(moment.year, moment.month, moment.day))]:
        text = moment.strftime(form)
        kind = Date().resolved([text])
        assert kind is not None
        assert read(kind, [text]).to_list() == [kept]
