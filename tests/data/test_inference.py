"""Kinds told from a sample of cells: dates with faults, dates of several formats, columns without a value."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from nettrain.components.column import Column
from nettrain.components.columns.boolean import Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.data.inference import inferred
from tests.components.summaries import read

DAYS = [date(2023, 1, 1) + timedelta(days) for days in range(100)]


def kind(cells: list[str | None]) -> tuple[object, str]:
    found, reason = inferred(pl.DataFrame({"d": cells}, {"d": pl.String}), None)["d"]
    return found, str(reason)


FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%b %d, %Y", "%d.%m.%y", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("wrong", ["unknown", "2023-02-30", "n/a", "1"])
@pytest.mark.parametrize("place", [0, 50, 99])
def test_nearly_all_cells_are_dates(form: str, wrong: str, place: int) -> None:
    cells = [day.strftime(form) for day in DAYS]
    assert kind([*cells[:place], *[wrong] * 10, *cells[place:]]) == (Date(format=form), f"dates as {form}")
    assert kind([*cells[:place], *[wrong] * 12, *cells[place:]]) == (Category(), "text")


TRUTHS: dict[str, tuple[list[str | None], Column]] = {
    "words of Parquet among 1 and 0": (["1", "0"] * 50 + ["true"], Boolean()),
    "a word in capitals": (["1", None, "0"] * 50 + ["FALSE"], Boolean()),
    "a letter among 1 and 0": (["1", "0"] * 50 + ["y"], Number()),
    "letters in more than a tenth": (["1", "0"] * 50 + ["y", "n"] * 6, Boolean()),
    "a word among numbers": (["1", "0", "2"] * 50 + ["true"], Number()),
    "1 and 0": (["1", "0"] * 50, Number()),
}


@pytest.mark.parametrize(("cells", "expected"), TRUTHS.values(), ids=TRUTHS)
def test_one_and_zero_beside_words(cells: list[str | None], expected: Column) -> None:
    assert kind(cells)[0] == expected


def test_it_is_cells_that_count_not_words() -> None:
    cells = ["2023-01-01", "2023-01-02"] * 40
    assert kind([*cells, "a", "b"])[0] == Date(format="%Y-%m-%d")
    assert kind([*cells, *["a"] * 20])[0] == Category()


def test_dates_with_a_fault_may_be_ambiguous() -> None:
    assert kind(["03/04/2024"] * 20 + ["red"])[1] == "dates as %d/%m/%Y; day or month first is not clear"
    assert kind(["03/13/2024"] * 20 + ["red"])[1] == "dates as %m/%d/%Y"


@pytest.mark.parametrize("first", ["Z", "+02:00", "-0500"])
@pytest.mark.parametrize("share", [2, 50, 95])
def test_a_zone_is_z_or_an_offset(first: str, share: int) -> None:
    zones = [first] * share + ["Z" if first != "Z" else "+02:00"] * (100 - share)
    cells: list[str | None] = [f"{day}T10:00:00{zone}" for day, zone in zip(DAYS, zones, strict=True)]
    found, _ = kind(cells)
    assert isinstance(found, Date)
    hours = {"Z": 10, "+02:00": 8, "-0500": 15}
    assert read(found, cells).to_list() == [
        datetime(day.year, day.month, day.day, hours[zone]) for day, zone in zip(DAYS, zones, strict=True)
    ]


@pytest.mark.parametrize("every", range(2, 9))
@pytest.mark.parametrize("count", [20, 40, 41, 60, 200, 2000])
def test_two_formats_in_turn_are_told(every: int, count: int) -> None:
    """However many cells lie between those that are looked at."""
    days = (DAYS * 20)[:count]
    cells: list[str | None] = [f"{day}" if n % every else day.strftime("%d.%m.%Y") for n, day in enumerate(days)]
    more, fewer = ("%d.%m.%Y", "%Y-%m-%d") if every == 2 else ("%Y-%m-%d", "%d.%m.%Y")
    assert kind(cells) == (Category(), f"text: some dates as {more}, some as {fewer}")


def test_two_formats_are_told() -> None:
    cells: list[str | None] = [f"{day}T00:00:00Z" if day.day % 2 else f"{day}" for day in DAYS]
    assert kind(cells) == (Category(), "text: some dates as %Y-%m-%dT%H:%M:%SZ, some as %Y-%m-%d")


NO_DATES = ["A-{}", "10.0.{}.7", "Smith, Mr. J. {}", "{} Main-St.", "{}-{}", "v{}.0.1", "{}:{}-{}"]


@pytest.mark.parametrize("text", NO_DATES)
def test_words_with_digits_are_no_dates(text: str) -> None:
    assert kind([text.format(n + 100, n, n) for n in range(100)]) == (Category(), "text")


def test_a_column_without_a_value_in_the_sample() -> None:
    assert kind([None] * 2000) == (Number(), "no value in the 2,000 rows looked at")
