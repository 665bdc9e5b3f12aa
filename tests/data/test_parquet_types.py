"""Columns of a Parquet file whose cells are no values hinder nobody who does not want them; times are told in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from nettrain.components.column import Column
from nettrain.components.columns.number import Number
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.flow import Flow
from nettrain.data.opening import open_file
from nettrain.data.parquet import as_text
from nettrain.data.sources import Source
from nettrain.errors import DataError
from tests.data.tables import gone_through

STRANGE = {
    "list": pl.Series([[1.0, 2.0]] * 60),
    "struct": pl.Series([{"a": 1, "b": "x"}] * 60),
    "binary": pl.Series([b"\0"] * 60),
    "duration": pl.Series([timedelta(hours=1)] * 60),
}
SAYS = "expected numbers, text, booleans or dates"


def written(folder: Path, strange: pl.Series) -> Path:
    numbers = [n * 37 % 101 / 7 for n in range(60)]
    frame = pl.DataFrame({"x": numbers, "emb": strange, "y": ["no" if n % 3 else "yes" for n in range(60)]})
    frame.write_parquet(folder / "f.parquet")
    return folder / "f.parquet"


def prepared(folder: Path, **data: object) -> Dataset:
    given = {"path": ("f.parquet",), "target": ("y",), **data}
    return prepare(DataConfig.model_validate(given), folder, 0, EVERY_TASK)


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_a_column_that_is_dropped_may_hold_anything(tmp_path: Path, strange: pl.Series) -> None:
    written(tmp_path, strange)
    assert [column.name for column in prepared(tmp_path, drop=("emb",)).columns] == ["x"]
    renamed = prepared(tmp_path, format={"names": ("a", "b", "y")}, drop=("b",))
    assert [column.name for column in renamed.columns] == ["a"]


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_one_that_is_wanted_says_how_to_leave_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strange: pl.Series
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, strange)
    with pytest.raises(DataError) as found:
        prepared(tmp_path)
    assert str(found.value) == (
        f"f.parquet: emb: has cells of the type {strange.dtype}, {SAYS}; "
        "leave it out with data.drop: [emb], or take it out of the file"
    )
    with pytest.raises(DataError, match=rf"^f\.parquet: emb: .*, {SAYS}$"):
        prepared(tmp_path, target=("emb",))


def test_a_run_reads_past_what_it_does_not_use(tmp_path: Path) -> None:
    opened = open_file(Source(written(tmp_path, STRANGE["list"]), "f.parquet"), Format())
    data = DataConfig.model_validate({"path": ("f.parquet",), "target": ("y",)})
    inputs: dict[str, Column] = {"x": Number()}
    assert sum(some.height for some in gone_through(Flow(data, opened, inputs))) == 60
    for kinds, kept in (({"emb": Number()}, ()), (inputs, ("emb",))):
        with pytest.raises(DataError, match=f"emb: has cells of the type List.*{SAYS}$"):
            list(gone_through(Flow(data, opened, kinds, kept)))


def test_times_with_a_zone_are_those_that_a_csv_tells_with_an_offset() -> None:
    noon = datetime(2024, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    zoned = pl.Series("t", [noon, None]).dt.convert_time_zone("Europe/Berlin")
    frame = pl.DataFrame({"t": zoned, "plain": [datetime(2024, 7, 1, 12), None]})
    assert as_text(frame).rows() == [("2024-07-01 10:00:00.000000", "2024-07-01 12:00:00.000000"), (None, None)]


@pytest.mark.parametrize("rest", [*STRANGE.values(), pl.Series(["x"] * 60)], ids=[*STRANGE, "text"])
def test_a_row_of_nothing_has_nothing_in_columns_that_are_not_read_either(tmp_path: Path, rest: pl.Series) -> None:
    place = written(tmp_path, rest)
    row = pl.int_range(pl.len())
    frame = pl.read_parquet(place).with_columns(pl.when(row != 7).then("x").alias("x"))
    frame.write_parquet(place)
    data = DataConfig.model_validate({"path": ("f.parquet",), "target": ("y",)})

    def read() -> list[int]:
        flow = Flow(data, open_file(Source(place, "f.parquet"), Format()), {"x": Number()})
        return [some.usable.height for some in gone_through(flow)]

    assert read() == [60], "a missing number is filled in"
    frame.with_columns(pl.when(row != 7).then(name).alias(name) for name in ("emb", "y")).write_parquet(place)
    with pytest.raises(DataError, match=r"^f\.parquet:8: has no value in any column"):
        read()
