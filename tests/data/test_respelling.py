"""Floats, decimals and booleans of Parquet that are read as words are spelled as other files, or a run, spell them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from nettrain.components.columns.category import Category
from nettrain.components.columns.ordinal import Ordinal
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.flow import Flow
from nettrain.data.opening import open_file
from nettrain.data.sources import Source
from nettrain.errors import DataError
from tests.data.tables import gone_through

ROWS = 120
X = [n * 37 % 101 / 7 for n in range(ROWS)]
CODES = [n % 4 + 1 for n in range(ROWS)]
LABELS = [n % 3 == 0 for n in range(ROWS)]


def prepared(folder: Path, path: tuple[str, ...], target: str = "y", **more: object) -> Dataset:
    data = {"path": path, "target": (target,), **more}
    return prepare(DataConfig.model_validate(data), folder, 0, EVERY_TASK)


def write(folder: Path, name: str, code: Sequence[float], kind: pl.DataType | type[pl.DataType] = pl.Int64) -> None:
    frame = pl.DataFrame({"code": pl.Series(code, dtype=pl.Float64).cast(kind), "x": X, "y": LABELS})
    if name.endswith(".csv"):
        frame.write_csv(folder / name)
    else:
        frame.write_parquet(folder / name)


def levels(made: Dataset) -> list[str]:
    return list(next(column.facts["levels"] for column in made.columns if column.name == "code"))


CENTS = pl.Decimal(10, 2)
FLOATS = ["1.0", "2.0", "3.0", "4.0"]
HALVES = [code / 2 for code in CODES]
WHOLE = ["1", "2", "3", "4"]
FILES = {
    "ints": ({"a.parquet": (CODES, pl.Int64)}, WHOLE),
    "whole floats": ({"a.parquet": (CODES, pl.Float64)}, WHOLE),
    "whole floats of 32 bits": ({"a.parquet": (CODES, pl.Float32)}, WHOLE),
    "halves": ({"a.parquet": (HALVES, pl.Float64)}, ["0.5", "1.0", "1.5", "2.0"]),
    "ints of a CSV": ({"a.parquet": (CODES, pl.Float64), "a.csv": (CODES, pl.Int64)}, WHOLE),
    "floats of a CSV": ({"a.csv": (CODES, pl.Float64), "a.parquet": (CODES, pl.Float64)}, FLOATS),
    "ints of Parquet": ({"a.parquet": (CODES, pl.Float64), "b.parquet": (CODES, pl.Int64)}, WHOLE),
    "halves elsewhere": (
        {"a.parquet": (CODES, pl.Float64), "b.parquet": (HALVES, pl.Float64)},
        ["0.5", "1.0", "1.5", "2.0", "3.0", "4.0"],
    ),
    "decimals": ({"a.parquet": (HALVES, CENTS)}, ["0.50", "1.00", "1.50", "2.00"]),
    "decimals without decimals": ({"a.parquet": (CODES, pl.Decimal(10, 0))}, WHOLE),
    "decimals beside a CSV": (
        {"a.parquet": (HALVES, CENTS), "a.csv": (HALVES, pl.Float64)},
        ["0.5", "1.0", "1.5", "2.0"],
    ),
    "ints beside floats of a CSV": ({"a.csv": (CODES, pl.Float64), "a.parquet": (CODES, pl.Int64)}, FLOATS),
    "decimals beside ints": ({"a.parquet": (CODES, CENTS), "b.parquet": (CODES, pl.Int64)}, WHOLE),
    "decimals beside floats": (
        {"a.parquet": (HALVES, CENTS), "b.parquet": (HALVES, pl.Float64)},
        ["0.5", "1.0", "1.5", "2.0"],
    ),
    "decimals of two types": ({"a.parquet": (CODES, CENTS), "b.parquet": (CODES, pl.Decimal(10, 1))}, FLOATS),
}


@pytest.mark.parametrize(("files", "words"), FILES.values(), ids=FILES)
def test_codes_that_are_floats(
    tmp_path: Path, files: dict[str, tuple[list[float], pl.DataType | type[pl.DataType]]], words: list[str]
) -> None:
    for name, (code, kind) in files.items():
        write(tmp_path, name, code, kind)
    assert levels(prepared(tmp_path, tuple(files), columns={"code": {"category": {}}})) == words


def test_a_mark_is_a_whole_number_too(tmp_path: Path) -> None:
    write(tmp_path, "a.parquet", CODES, pl.Float64)
    made = prepared(tmp_path, ("a.parquet",), columns={"code": {"category": {}}}, missing=("3",))
    assert levels(made) == ["1", "2", "4"]


@pytest.mark.parametrize("types", [(pl.Int64, pl.Float64), (pl.Float64, pl.Int64), (pl.Float64, pl.Float64)])
def test_labels_that_are_floats(tmp_path: Path, types: tuple[type[pl.DataType], ...]) -> None:
    for name, kind in zip("ab", types, strict=True):
        write(tmp_path, f"{name}.parquet", CODES, kind)
    made = prepared(tmp_path, ("a.parquet", "b.parquet"), "code", columns={"code": {"category": {}}})
    assert made.target.labels == tuple(WHOLE)


CASES = {"True": ("True", "False"), "true": ("true", "false"), "TRUE": ("TRUE", "FALSE"), "yes": ("yes", "no")}


@pytest.mark.parametrize("words", CASES.values(), ids=CASES)
@pytest.mark.parametrize("order", [1, -1])
def test_booleans_that_are_labels(tmp_path: Path, words: tuple[str, str], order: int) -> None:
    write(tmp_path, "a.parquet", CODES)
    text = [words[0] if label else words[1] for label in LABELS]
    pl.DataFrame({"code": CODES, "x": X, "y": text}).write_csv(tmp_path / "a.csv")
    made = prepared(tmp_path, ("a.csv", "a.parquet")[::order])
    assert set(made.target.labels) == ({*words} if words[0] != "yes" else {*words, "true", "false"})


def flowed(
    folder: Path, cells: list[float | bool] | pl.Series, kind: Category | Ordinal, words: list[str]
) -> list[object]:
    pl.DataFrame({"c": cells}).write_parquet(folder / "f.parquet")
    data = DataConfig.model_validate({"path": ("f.parquet",), "target": ("y",)})
    opened = open_file(Source(folder / "f.parquet", "f.parquet"), Format())
    flow = Flow(data, opened, {"c": kind}, words={"c": words})
    return [str(cell) for some in gone_through(flow) for cell in some.usable.get_column("c").to_list()]


MET = {
    "whole": (["1", "2"], [1.0, 9.0], ["1", "9"]),
    "fractions": (["0.5", "1.0"], [1.0, 9.0], ["1.0", "9.0"]),
    "halves in a file of whole ones": (["1", "2"], [1.0, 1.5], ["1", "1.5"]),
    "nothing that tells": (["a"], [1.0, 2.0], ["1", "2"]),
    "two decimals": (["0.50", "1.00"], [1.0, 9.5, -0.25, 0.125, 1e20], ["1.00", "9.50", "-0.25", "0.125", "1e+20"]),
    "nothing, of halves": (["a"], [1.0, 1.5], ["1.0", "1.5"]),
    "True": (["True"], [True, False], ["True", "False"]),
    "FALSE": (["FALSE"], [True, False], ["TRUE", "FALSE"]),
    "true": (["true", "false"], [True, False], ["true", "false"]),
}


@pytest.mark.parametrize(("words", "cells", "told"), MET.values(), ids=MET)
def test_another_file_takes_the_spelling_of_training(
    tmp_path: Path, words: list[str], cells: list[float | bool], told: list[str]
) -> None:
    assert flowed(tmp_path, cells, Category(), words) == told


DECIMALS = {
    "floats": (["1000.0", "2500.5", "2500.25"], 2, ["1000.0", "2500.5", "-0.25"]),
    "whole": (["1000", "2500.5"], 2, ["1000", "2500.5", "-0.25"]),
    "as many": (["1000.00", "2500.50"], 2, ["1000.00", "2500.50", "-0.25"]),
    "more": (["1000.000", "2500.500"], 2, ["1000.000", "2500.500", "-0.250"]),
    "fewer": (["1000.00", "2500.50"], 4, ["1000.00", "2500.50", "-0.25"]),
    "fractions alone": (["2500.5", "0.25"], 2, ["1000.0", "2500.5", "-0.25"]),
    "nothing that tells": (["a"], 2, ["1000.00", "2500.50", "-0.25"]),
}


@pytest.mark.parametrize(("words", "scale", "told"), DECIMALS.values(), ids=DECIMALS)
def test_decimals_have_as_many_places_as_training_met(
    tmp_path: Path, words: list[str], scale: int, told: list[str]
) -> None:
    cells = pl.Series([1000.0, 2500.5, -0.25]).cast(pl.Decimal(10, scale))
    assert flowed(tmp_path, cells, Category(), words) == told


WHOLE_NUMBERS = {
    "floats": (["1000.0", "2500.5"], pl.Int64, ["1000.0", "-2.0"]),
    "two decimals": (["1000.00", "2500.50"], pl.Int16, ["1000.00", "-2.00"]),
    "whole": (["1000", "2500.5"], pl.Int64, ["1000", "-2"]),
    "whole beside two decimals": (["1000", "2500.50"], pl.Int64, ["1000", "-2"]),
    "fractions alone": (["2500.5", "0.25"], pl.Int64, ["1000", "-2"]),
    "nothing that tells": (["a"], pl.Int64, ["1000", "-2"]),
    "a type of decimals without any": (["1000.0"], pl.Decimal(10, 0), ["1000.0", "-2.0"]),
}


@pytest.mark.parametrize(("words", "kind", "told"), WHOLE_NUMBERS.values(), ids=WHOLE_NUMBERS)
def test_whole_numbers_have_decimals_where_all_that_training_met_had_some(
    tmp_path: Path, words: list[str], kind: pl.DataType | type[pl.DataType], told: list[str]
) -> None:
    assert flowed(tmp_path, pl.Series([1000, -2]).cast(kind), Category(), words) == told


def test_so_does_an_order(tmp_path: Path) -> None:
    write(tmp_path, "a.parquet", CODES, pl.Float64)
    made = prepared(tmp_path, ("a.parquet",), columns={"code": {"ordinal": {"order": tuple(WHOLE)}}})
    assert made.drawn.table.columns(["code"]).to_series().unique().sort().to_list() == WHOLE


DAYS = [datetime(2024, 1, n % 15 + 1) for n in range(ROWS)]
TIMES = [day + timedelta(hours=day.day) for day in DAYS]
MOMENTS = {
    "days as pandas has them": ("%Y-%m-%d", DAYS, pl.Datetime("ns")),
    "days of a type of their own": ("%d.%m.%Y", DAYS, pl.Date),
    "times": ("%m/%d/%Y %H:%M", TIMES, pl.Datetime("ms")),
    "times of UTC": ("%Y-%m-%dT%H:%M:%SZ", TIMES, pl.Datetime("us", "UTC")),
}


@pytest.mark.parametrize(("form", "moments", "kind"), MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("files", [("a.csv", "b.parquet"), ("b.parquet", "a.csv")])
def test_moments_are_the_words_that_a_csv_beside_has_for_them(
    tmp_path: Path, form: str, moments: list[datetime], kind: pl.DataType, files: tuple[str, str]
) -> None:
    """So a group is one group in all files, and a category has each of its levels once."""
    words = [moment.strftime(form) for moment in moments]
    rows = pl.DataFrame({"code": words, "x": X, "y": LABELS})
    rows.write_csv(tmp_path / "a.csv")
    zone = kind.time_zone if isinstance(kind, pl.Datetime) else None
    held = pl.Series(moments).dt.replace_time_zone(zone) if zone else pl.Series(moments).cast(kind)
    rows.with_columns(code=held).write_parquet(tmp_path / "b.parquet")
    made = prepared(tmp_path, files, columns={"code": "category"})
    assert levels(made) == sorted(set(words))
    drawn = prepared(tmp_path, files, split={"method": "group", "by": ("code",)}).drawn
    assert drawn.groups is not None
    assert drawn.groups.to_list() == words * 2


def test_a_time_of_day_that_the_words_leave_out_is_told(tmp_path: Path) -> None:
    """A day of a CSV is no name for every moment of that day."""
    pl.DataFrame({"code": DAYS, "x": X, "y": LABELS}).with_columns(pl.col("code").dt.date()).write_csv(
        tmp_path / "a.csv"
    )
    pl.DataFrame({"code": TIMES, "x": X, "y": LABELS}).write_parquet(tmp_path / "b.parquet")
    made = prepared(tmp_path, ("a.csv", "b.parquet"), columns={"code": "category"})
    assert levels(made)[:3] == ["2024-01-01", "2024-01-01 01:00:00.000000", "2024-01-02"]


def noted(made: Dataset) -> list[str]:
    return [str(notice) for notice in made.notices if "one number" in notice.message]


def test_words_of_csv_that_are_one_number_are_told(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", CODES, pl.Int64)
    write(tmp_path, "b.csv", CODES, pl.Float64)
    columns = {"code": {"category": {}}}
    assert noted(prepared(tmp_path, ("a.csv",), columns=columns)) == []
    (told,) = noted(prepared(tmp_path, ("a.csv", "b.csv"), columns=columns))
    assert "a.csv:1: code: " in told
    assert told.endswith(
        "are one number, but two words to a category, and 3 numbers more likewise; write it in one way, or declare it"
        " number"
    )


MEND = "take the row out, or set data.on_bad_row: drop"
NEVER = {
    "1.0": f"the label '1.0' was never met in training, but '1' was, which is the same number: write it so, {MEND}",
    "NO": f"the label 'NO' was never met in training, but 'no' was: write it so, {MEND}",
    "other": f"the label 'other' was never met in training; {MEND}",
}


@pytest.mark.parametrize("label", NEVER)
@pytest.mark.parametrize("side", ["validation", "test"])
def test_labels_that_training_never_met_are_found_before_it(tmp_path: Path, label: str, side: str) -> None:
    rows = [f"{x},{'no' if n % 2 else 1}\n" for n, x in enumerate(X)]
    (tmp_path / "a.csv").write_text("x,y\n" + "".join(rows))
    (tmp_path / "b.csv").write_text(f"x,y\n3,1\n4,{label}\n5,no\n")
    files = {"train": ("a.csv",), side: ("b.csv",)}
    with pytest.raises(DataError) as found:
        prepared(tmp_path, (), columns={"y": {"category": {}}}, **files)
    assert [problem.message for problem in found.value.problems] == [NEVER[label]]
    assert found.value.problems[0].span.line == 3


@pytest.mark.parametrize("side", ["validation", "test"])
def test_rows_with_a_label_that_training_never_met_are_dropped_where_bad_rows_are(tmp_path: Path, side: str) -> None:
    (tmp_path / "a.csv").write_text("x,y\n" + "".join(f"{x},{'no' if n % 2 else 1}\n" for n, x in enumerate(X)))
    reasons = []
    for strange in ("maybe", "other\n5,maybe"):
        (tmp_path / "b.csv").write_text(f"x,y\n3,1\n4,{strange}\n4,\n5,no\n")
        files = {"train": ("a.csv",), side: ("b.csv",)}
        made = prepared(tmp_path, (), columns={"y": {"category": {}}}, on_bad_row="drop", **files).drawn
        rows = made.sides.rows(side)
        assert made.truth.to_series()[rows].to_list() == ["1", "no"]
        assert made.usable.rows.len() == sum(made.sides.counts().values()) == ROWS + 2
        reasons.append(made.usable.dropped)
    told = "a label that was never met in training"
    assert reasons == [{"no target": 1, f"{told}, 'maybe'": 1}, {"no target": 1, f"{told}, such as 'other'": 2}]
