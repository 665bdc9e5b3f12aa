"""predict and eval of files that write dates otherwise than those of training: typed, as ISO, or as a setting says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

import nettrain as package
from nettrain.errors import NettrainError
from tests.cli.conftest import nettrain

MOMENTS = pl.datetime_range(
    pl.datetime(2024, 1, 1), pl.datetime(2024, 1, 1) + pl.duration(minutes=1007 * 119), "1007m", eager=True
)
TABLE = pl.DataFrame(
    {
        "at": MOMENTS,
        "hour": MOMENTS.dt.time(),
        "x": [n / 7 for n in range(120)],
        "y": ["no" if n % 3 else "yes" for n in range(120)],
    }
)
FILES = {
    "a.parquet": None,
    "polars.csv": {},
    "pandas.csv": {"datetime_format": "%Y-%m-%d %H:%M:%S"},
    "minutes.csv": {"datetime_format": "%Y-%m-%dT%H:%M"},
    "german.csv": {"datetime_format": "%d.%m.%Y %H:%M"},
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the table in many forms, and the runs of_csv and of_parquet."""
    folder = tmp_path_factory.mktemp("dates")
    for name, form in FILES.items():
        if form is None:
            TABLE.write_parquet(folder / name)
        else:
            TABLE.write_csv(folder / name, **form)
    config = "data: {{path: {}, target: y}}\nmodel: {{layers: [dense: 8, output]}}\ntrain: {{epochs: 2}}\n"
    for name, path in (("of_csv", "pandas.csv"), ("of_parquet", "a.parquet")):
        (folder / f"{name}.yaml").write_text(config.format(path))
        done = nettrain(folder, "fit", f"{name}.yaml", "-o", name)
        assert done.returncode == 0, done.stderr
    return folder


def predictions(folder: Path, run: str, file: str, *sets: str) -> object:
    return package.predict(folder / run, folder / file, sets=sets).document["predictions"]


ADVICE = "if 'at' is written as %d.%m.%Y %H:%M in every row: --set 'data.columns.at.date.format=%d.%m.%Y %H:%M'"
GERMAN = "data.columns.at.date.format=%d.%m.%Y %H:%M"
READ: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Parquet, by a run on CSV": ("of_csv", "a.parquet", ()),
    "ISO with T, by a run on Parquet": ("of_parquet", "polars.csv", ()),
    "ISO with a blank, by a run on Parquet": ("of_parquet", "pandas.csv", ()),
    "ISO without seconds, by a run on Parquet": ("of_parquet", "minutes.csv", ()),
    "ISO as a setting says": ("of_csv", "polars.csv", ("data.columns.at.date.format=iso",)),
    "another order as a setting says": ("of_csv", "german.csv", (GERMAN,)),
    "the same, by a run on Parquet": ("of_parquet", "german.csv", (GERMAN,)),
    "a setting that Parquet does not need": ("of_csv", "a.parquet", (GERMAN,)),
}


@pytest.mark.parametrize(("run", "file", "sets"), READ.values(), ids=READ)
def test_the_same_rows_have_the_same_predictions(runs: Path, run: str, file: str, sets: tuple[str, ...]) -> None:
    own = {"of_csv": "pandas.csv", "of_parquet": "a.parquet"}[run]
    assert predictions(runs, run, file, *sets) == predictions(runs, run, own)
    judged = [
        nettrain(runs, "eval", run, "--data", name, *(w for s in more for w in ("--set", s)), "--json")
        for name, more in ((file, sets), (own, ()))
    ]
    scores = [re.sub(r"[\w.]+\.(csv|parquet)", "", done.stdout) for done in judged]
    told = [{**json.loads(score), "seen": ""} for score in scores]  # one is a file that the run was trained on
    assert told[0] == told[1]
    assert all(done.returncode == 0 for done in judged)


def test_a_setting_holds_for_that_file_alone(runs: Path) -> None:
    with pytest.raises(
        NettrainError, match=r"at: expected a date or time as %Y-%m-%d %H:%M:%S, got '01\.01\.2024 00:00'"
    ):
        predictions(runs, "of_csv", "german.csv")


UNFIT = {
    "data.columns.at.date.format=auto": "expected a format of dates, as the run was trained with them",
    "data.columns.at.date.format=%H:%M": "expected a format of dates",
    "data.columns.hour.date.format=%d.%m.%Y": "expected a format of times of day",
    "data.columns.at.date.format=%Q": "'%Q' is no letter of dates",
    "data.columns.y.date.format=iso": "'y' is no date that enters the network",
    "data.columns.x.date.format=iso": "'x' is no date that enters the network",
    "data.columns.art.date.format=iso": "'art' is no date that enters the network; did you mean 'at'?",
    "data.columns.at.date.missing=drop": "of another file only",
    "data.columns.at=date": "of another file only",
}


@pytest.mark.parametrize("setting", UNFIT)
def test_what_cannot_be_set(runs: Path, setting: str) -> None:
    done = nettrain(runs, "predict", "of_csv", "pandas.csv", "--set", setting)
    assert (done.returncode, done.stdout) == (2, "")
    assert UNFIT[setting] in done.stderr


@pytest.mark.parametrize("output", ["out.csv", "out.parquet"])
def test_no_row_that_is_left_is_no_prediction(runs: Path, output: str) -> None:
    arguments = ("predict", "of_csv", "german.csv", "--set", "data.on_bad_row=drop")
    done = nettrain(runs, *arguments, "-o", output)
    assert (done.returncode, (runs / output).exists()) == (3, False)
    lines = done.stderr.splitlines()
    assert lines[0].startswith("german.csv:2: at: expected a date or time")
    assert f"german.csv: no row is left to predict: all 120 were left out; {ADVICE}" in lines[-1]
    for more in (("-o", "-"), ("--keep", "x")):
        done = nettrain(runs, *arguments, *more)
        assert (done.returncode, done.stdout) == (3, ""), "no line without a prediction of rows that have none"


OTHERWISE = {
    "german": ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M"),
    "with T": ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S"),
    "with Z": ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%SZ"),
}


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize(("written", "setting"), OTHERWISE.values(), ids=OTHERWISE)
def test_the_setting_that_helps_is_named(runs: Path, written: str, setting: str, ending: str) -> None:
    file = runs / f"otherwise.{ending}"
    text = TABLE.with_columns(pl.col("at").dt.to_string(written), pl.col("hour").dt.to_string("%H:%M:%S"))
    text.write_csv(file) if ending == "csv" else text.write_parquet(file)
    with pytest.raises(NettrainError) as refused:
        predictions(runs, "of_csv", file.name)
    told = refused.value.problems[-1].message
    named = f"data.columns.at.date.format={setting}"
    quoted = f"'{named}'" if " " in named else named
    assert told.startswith("and 100 more; mend them all, or leave them out with --set data.on_bad_row=drop; ")
    assert told.endswith(f"if 'at' is written as {setting} in every row: --set {quoted}")
    assert predictions(runs, "of_csv", file.name, named) == predictions(runs, "of_csv", "pandas.csv")


def test_no_setting_is_named_that_reads_no_more(runs: Path) -> None:
    lines = (runs / "pandas.csv").read_text().splitlines()
    lines[5] = lines[5].replace(lines[5].split(",")[0], "01.01.2024 00:00")
    (runs / "one.csv").write_text("\n".join(lines) + "\n")
    with pytest.raises(NettrainError) as refused:
        predictions(runs, "of_csv", "one.csv")
    assert refused.value.problems[-1].message == "mend it, or leave the row out with --set data.on_bad_row=drop"


def test_one_row_that_is_left_is_enough(runs: Path) -> None:
    rows = (runs / "german.csv").read_text()
    (runs / "mixed.csv").write_text(rows + "2024-01-01 00:00:00,00:00:00,0.5,no\n")
    done = nettrain(runs, "predict", "of_csv", "mixed.csv", "--set", "data.on_bad_row=drop")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 122)
    filed = nettrain(runs, "predict", "of_csv", "mixed.csv", "--set", "data.on_bad_row=drop", "-o", "out.csv")
    assert filed.stdout == "out.csv: 1 prediction in 121 rows\n"
