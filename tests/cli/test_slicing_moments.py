"""Slices by dates and times are the same whether a file spells them or holds them as moments, as Parquet does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import nettrain as package
from tests.cli.conftest import nettrain

COUNT = 240
AT = pl.datetime_range(pl.datetime(2020, 1, 1), pl.datetime(2021, 1, 1), "31h7m", eager=True).head(COUNT)
MOMENTS = {"day": AT.dt.date(), "at": AT, "hour": AT.dt.time()}
ISO = {"day": "%Y-%m-%d", "at": "%Y-%m-%d %H:%M:%S", "hour": "%H:%M:%S"}
GERMAN = {"day": "%d.%m.%Y", "at": "%d.%m.%Y %H:%M", "hour": "%H:%M"}
DAYS = {"day": "%Y-%m-%d", "at": "%Y-%m-%d %H:%M", "hour": "%I:%M %p"}
FORMS = {"iso": ISO, "german": GERMAN, "days": DAYS}
BY = [*MOMENTS, *(f"no {name}" for name in MOMENTS)]
"""Inputs of the network, and columns with the same cells that are none."""
TABLE = pl.DataFrame(
    {
        **MOMENTS,
        **{f"no {name}": cells for name, cells in MOMENTS.items()},
        "month": AT.dt.date().dt.truncate("1mo"),
        "x": [n * 37 % 101 / 7 for n in range(COUNT)],
        "y": ["no" if n % 3 else "yes" for n in range(COUNT)],
    }
)
HALF = COUNT // 2


def spelled(forms: dict[str, str]) -> pl.DataFrame:
    return TABLE.with_columns(pl.col(f"{no}{name}").dt.strftime(f) for name, f in forms.items() for no in ("", "no "))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the table in many forms, each in two halves, and a run of each way to spell it."""
    folder = tmp_path_factory.mktemp("moments")
    for number, half in enumerate((slice(HALF), slice(HALF, None)), start=1):
        for name, forms in FORMS.items():
            spelled(forms)[half].write_csv(folder / f"{name}{number}.csv")
        zoned = pl.col("at", "no at").dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Tokyo")
        TABLE[half].write_parquet(folder / f"us{number}.parquet")
        TABLE[half].with_columns(zoned.dt.cast_time_unit("ns")).write_parquet(folder / f"ns{number}.parquet")
    for name in FORMS:
        fitted(folder, name, f"{name}1.csv", f"{name}2.csv")
    return folder


def fitted(folder: Path, output: str, *files: str, split: str = "") -> Any:
    """Train on files, judge a part of their rows; return the slices."""
    (folder / f"{output}.yaml").write_text(
        "data:\n"
        f"  {{path: [{', '.join(files)}], target: y, drop: [no day, no at, no hour, month],\n"
        f"   split: {{{split}test: 0.5}}}}\n"
        "model: {layers: [output]}\n"
        "train: {epochs: 1, compile: graph}\n"
    )
    by = [word for name in BY for word in ("--by", name)]
    done = nettrain(folder, "fit", f"{output}.yaml", "-o", output, "--json", *by)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["slices"]


def judged(folder: Path, run: str, file: str | None = None, by: Sequence[str] = BY) -> Any:
    return package.evaluate(folder / run, folder / file if file else None, by=by).document["slices"]


def four_each(slices: Any, rows: int) -> bool:
    """Return whether every column is cut into four ranges of as many rows."""
    return all([group["rows"] for group in slices[name]] == [rows // 4] * 4 for name in BY)


@pytest.mark.parametrize("trained", FORMS)
def test_eval_cuts_the_moments_of_parquet_as_those_that_a_csv_spells(folder: Path, trained: str) -> None:
    slices = judged(folder, trained, f"{trained}1.csv")
    assert four_each(slices, HALF)
    for file in ("us1.parquet", "ns1.parquet"):
        assert judged(folder, trained, file) == slices


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("german", ("german1.csv", "us2.parquet")),
        ("days", ("ns1.parquet", "days2.csv")),
    ],
)
def test_csv_and_parquet_together_are_cut_as_one_table(folder: Path, form: str, files: tuple[str, str]) -> None:
    """By fit, by eval of the run's own rows, in a report."""
    alike = judged(folder, form)
    assert four_each(alike, HALF)
    groups = {name: [(group["group"], group["rows"]) for group in found] for name, found in alike.items()}
    run = "-".join(files)
    for found in (fitted(folder, run, *files), judged(folder, run)):
        assert {name: [(group["group"], group["rows"]) for group in found[name]] for name in found} == groups
    page = package.report(folder / run, "-", by=["no at"]).document["page"]
    assert all(group in page for group, _ in groups["no at"])


def test_rows_that_moments_keep_together_are_groups_as_well(folder: Path) -> None:
    """An interval is wider then: rows of one month count as one."""
    fitted(folder, "grouped", "iso1.csv", "iso2.csv", split="method: group, by: month, ")
    spelt, held = (judged(folder, "grouped", file, ["no day", "month"]) for file in ("iso1.csv", "us1.parquet"))
    assert held == spelt
    assert [group["group"] for group in held["month"]] == [f"2020-0{month}-01" for month in range(1, 7)]
