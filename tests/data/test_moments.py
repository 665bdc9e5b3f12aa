"""Moments of Parquet are values whatever the format of their column; iso reads what text has of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest

from nettrain.components.column import Column
from nettrain.components.columns.date import Date
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.flow import Flow
from nettrain.data.opening import open_file
from nettrain.data.sources import Source
from nettrain.errors import DataError
from tests.components.summaries import read
from tests.data.tables import gone_through

NIGHT = datetime(2024, 7, 31)
ISO = {
    "2024-07-31": NIGHT,
    "2024-07-31 12:30": datetime(2024, 7, 31, 12, 30),
    "2024-07-31T12:30": datetime(2024, 7, 31, 12, 30),
    "2024-07-31 00:00:00": NIGHT,
    "2024-07-31T12:30:59": datetime(2024, 7, 31, 12, 30, 59),
    "2024-07-31T12:30:59.250000": datetime(2024, 7, 31, 12, 30, 59, 250_000),
    "2024-07-31 12:30:59.000000000": datetime(2024, 7, 31, 12, 30, 59),
    "2024-07-31T12:30Z": datetime(2024, 7, 31, 12, 30),
    "2024-07-31 12:30:59+02:00": datetime(2024, 7, 31, 10, 30, 59),
    "2024-07-31T12:30:59.5-0530": datetime(2024, 7, 31, 18, 0, 59, 500_000),
    "31.07.2024": None,
    "2024-07": None,
    "2024-02-30": None,
    "0204-07-31": None,
    "12:30": None,
    "20240731": None,
    "": None,
}


def test_iso_is_read_in_every_spelling() -> None:
    assert dict(zip(ISO, read(Date(format="iso"), list(ISO)).to_list(), strict=True)) == ISO


MOMENTS = [datetime(2024, 1, 1) + timedelta(hours=7 * n) for n in range(60)]
TYPES = {
    "us": pl.Series(MOMENTS),
    "ms": pl.Series(MOMENTS).cast(pl.Datetime("ms")),
    "ns": pl.Series(MOMENTS).cast(pl.Datetime("ns")),
    "zone": pl.Series(MOMENTS).dt.replace_time_zone("UTC").dt.convert_time_zone("America/New_York"),
}
FORMATS = ["iso", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%SZ"]


def flowed(folder: Path, cells: pl.Series, kind: Column, missing: tuple[str, ...] = ()) -> list[object]:
    pl.DataFrame({"t": cells}).write_parquet(folder / "f.parquet")
    data = DataConfig.model_validate({"path": ("f.parquet",), "target": ("y",), "missing": missing})
    opened = open_file(Source(folder / "f.parquet", "f.parquet"), Format())
    return [
        cell for some in gone_through(Flow(data, opened, {"t": kind})) for cell in some.usable.get_column("t").to_list()
    ]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("cells", TYPES.values(), ids=TYPES)
def test_moments_need_no_format(tmp_path: Path, cells: pl.Series, form: str) -> None:
    assert flowed(tmp_path, cells, Date(format=form)) == MOMENTS


def test_days_and_times_are_moments_too(tmp_path: Path) -> None:
    days = pl.Series([date(2024, 7, 31), date(2024, 8, 1)])
    assert flowed(tmp_path, days, Date(format="%Y-%m-%d %H:%M")) == [NIGHT, datetime(2024, 8, 1)]
    times = pl.Series([time(9), time(23, 30, 1)])
    for form in ("%H:%M", "%I:%M %p", "%H:%M:%S%.f"):
        assert flowed(tmp_path, times, Date(format=form)) == [datetime(1970, 1, 1, 9), datetime(1970, 1, 1, 23, 30, 1)]


NONE = {
    "times for dates": (pl.Series([time(9)]), "iso", "09:00:00"),
    "dates for times": (pl.Series([NIGHT]), "%H:%M", "2024-07-31 00:00:00.000000"),
    "a year that none is": (pl.Series([datetime(9999, 1, 1)]), "iso", "9999-01-01 00:00:00.000000"),
}


@pytest.mark.parametrize(("cells", "form", "shown"), NONE.values(), ids=NONE)
def test_what_is_no_value_is_refused(tmp_path: Path, cells: pl.Series, form: str, shown: str) -> None:
    with pytest.raises(DataError, match=f"expected a date or time as {form}, got '{shown}'"):
        flowed(tmp_path, cells, Date(format=form))


@pytest.mark.parametrize("mark", ["2024-01-01", " 2024-01-01 00:00:00 ", "2024-01-01T00:00Z", "01.01.2024"])
def test_a_mark_is_the_moment_that_it_tells(tmp_path: Path, mark: str) -> None:
    for cells in (TYPES["ns"], TYPES["zone"], pl.Series([day.date() for day in MOMENTS])):
        found = flowed(tmp_path, cells, Date(format="%d.%m.%Y"), ("NA", mark))
        gone = [moment for moment, cell in zip(cells.cast(pl.String), found, strict=True) if cell is None]
        assert found[0] is None
        assert len(gone) == (4 if cells.dtype == pl.Date else 1)


TABLE = pl.DataFrame(
    {
        "day": [moment.date() for moment in MOMENTS],
        "at": MOMENTS,
        "hour": [moment.time() for moment in MOMENTS],
        "x": [n * 37 % 101 / 7 for n in range(60)],
        "y": ["no" if n % 3 else "yes" for n in range(60)],
    }
)


def prepared(folder: Path, *files: str, **more: object) -> Dataset:
    data = {"path": files, "target": ("y",), "drop": ("x",), **more}
    return prepare(DataConfig.model_validate(data), folder, 0, EVERY_TASK)


CSVS = {
    "polars": (None, ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%.f", "%H:%M:%S%.f"]),
    "pandas": ("%Y-%m-%d %H:%M:%S", ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%H:%M:%S%.f"]),
    "German": ("%d.%m.%Y %H:%M", ["%Y-%m-%d", "%d.%m.%Y %H:%M", "%H:%M:%S%.f"]),
}


@pytest.mark.parametrize(("form", "formats"), CSVS.values(), ids=CSVS)
@pytest.mark.parametrize("order", [1, -1])
def test_csv_and_parquet_stand_below_each_other(tmp_path: Path, form: str, formats: list[str], order: int) -> None:
    """The format is told from the text alone."""
    TABLE.write_csv(tmp_path / "a.csv", datetime_format=form)
    TABLE.write_parquet(tmp_path / "a.parquet")
    made = prepared(tmp_path, *["a.csv", "a.parquet"][::order])
    kinds = {column.name: column.kind for column in made.columns}
    assert kinds == dict(zip(["day", "at", "hour"], map(_date, formats), strict=True))
    held = made.drawn.table.columns(list(kinds))
    assert held[:60].equals(held[60:])


def _date(form: str) -> Date:
    return Date(format=form)


@pytest.mark.parametrize("columns", [{}, {"at": {"date": {}}, "day": {"date": {}}, "hour": {"date": {}}}])
def test_of_parquet_alone_the_format_is_that_of_iso(tmp_path: Path, columns: object) -> None:
    TABLE.write_parquet(tmp_path / "a.parquet")
    made = prepared(tmp_path, "a.parquet", columns=columns)
    forms = {column.name: column.kind for column in made.columns}
    assert forms == {"day": _date("iso"), "at": _date("iso"), "hour": _date("%H:%M:%S%.f")}
    assert {column.name: column.facts["parts"] for column in made.columns}["hour"] == ("day",)
    TABLE.write_csv(tmp_path / "a.csv")
    data = DataConfig.model_validate({"path": ("a.csv",), "target": ("y",)})
    flow = Flow(data, open_file(Source(tmp_path / "a.csv", "a.csv"), Format()), forms)
    text = pl.concat([some.usable.select(list(forms)) for some in gone_through(flow)])
    assert text.equals(made.drawn.table.columns(list(forms)))


def test_gaps_of_moments_are_counted(tmp_path: Path) -> None:
    gaps = pl.when(pl.int_range(pl.len()) % 4 > 0).then(pl.col("at"))
    TABLE.with_columns(gaps).write_parquet(tmp_path / "a.parquet")
    made = prepared(tmp_path, "a.parquet", missing=("2024-01-01T07:00",))
    assert (made.profiles["at"].missing, made.profiles["at"].marks) == (16, {"": 15, "2024-01-01T07:00": 1})
