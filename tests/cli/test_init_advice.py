"""init: what is wrong with a file is told without keys of a config, which nobody has yet."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from nettrain.commands import init
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data.dataset import prepare
from nettrain.errors import DataError, UsageError
from tests.cli.conftest import nettrain

ROWS = "".join(f"{n % 7},{n * 3 % 11},{'ab'[n % 2]}\n" for n in range(60))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines(head: str, row: str, count: int = 60) -> str:
    """Return a table; {n} in a row is its number, {a} one of two letters, {k} one of few numbers."""
    return f"{head}\n" + "".join(row.format(n=n, a="ab"[n % 2], k=n * 37 % 41) + "\n" for n in range(count))


TOLD = {
    "too few rows": (
        "x,y\n1,a\n2,b\n",
        "t.csv: 2 rows: too few to leave any for validation; take a file of more rows",
    ),
    "one column": (lines("y", "{k}"), "t.csv:1: there is no column beside the target to predict from"),
    "constant columns": (
        lines("x,y", "1,{a}"),
        "t.csv:1: no column is left to predict from: every one is constant",
    ),
    "a name twice": (
        f"x,x,y\n{ROWS}",
        "t.csv:1: the header names 'x' twice, for columns 1 and 2: rename one in the file",
    ),
    "no name": (
        f",x,y\n{ROWS}",
        "t.csv:1: column 1 has no name in the header: write the file without it (pandas: index=False), "
        "or name it there",
    ),
    "a pattern for a name": (
        f"*,x,y\n{ROWS}",
        "t.csv:1: column 1 has the name '*', a pattern for names: rename it in the file",
    ),
    "an identifier to be predicted": (
        lines("x,y", "{k},name{n}"),
        "t.csv: 60 rows with 60 labels, of each of which the first is trained on: too few are left for validation; "
        "if the target is an identifier, name another",
    ),
    "an open quote": (
        f'x,z,y\n{ROWS}"1,2,a\n{ROWS}',
        "t.csv:62: a quote opens here and is never closed; close it in the file",
    ),
    "one number in two spellings": (
        "x,y\n" + "".join(f"{n % 7},{('0', '1', '1.0')[n % 3]}\n" for n in range(60)),
        "t.csv:4: y: '1.0' and '1' are one number, but would be two labels: write it in one way in the file",
    ),
}


@pytest.mark.parametrize(("content", "message"), TOLD.values(), ids=TOLD)
def test_a_file_that_nothing_can_be_drafted_for(content: str, message: str) -> None:
    Path("t.csv").write_text(content)
    with pytest.raises(DataError) as found:
        init.run("t.csv", ["y"])
    assert [str(problem) for problem in found.value.problems] == [message]
    assert not Path("t.yaml").exists()


def test_the_same_faults_name_keys_where_there_is_a_config() -> None:
    Path("t.csv").write_text("x,y\n1,a\n2,b\n")
    data = DataConfig.model_validate({"path": "t.csv", "target": "y"})
    with pytest.raises(DataError, match=r"data.split: 2 rows: too few .*; raise its share, or set it to 0"):
        prepare(data, Path(), 0, EVERY_TASK)


def test_bytes_that_are_no_text() -> None:
    Path("t.csv").write_bytes(f"\ufeffx,z,y\n{ROWS}".encode("utf-16-le") + b"\x00\xd8\x00\xd8")
    with pytest.raises(DataError, match=r"is not UTF-16-LE throughout: .*surrogate; recode the file as UTF-8$"):
        init.run("t.csv", ["y"])


def test_a_parquet_column_that_is_no_cell() -> None:
    pl.DataFrame({"x": [*range(30)] * 2, "l": [[1]] * 60, "y": ["a", "b"] * 30}).write_parquet("t.parquet")
    with pytest.raises(DataError, match=r"^t.parquet: l: .* booleans or dates; take it out of the file$"):
        init.run("t.parquet", ["y"])


def test_files_that_write_numbers_in_two_ways() -> None:
    Path("p-1.csv").write_text("x;z;y\n" + "".join(f"{n},5;{n % 5},2;{'ab'[n % 2]}\n" for n in range(60)))
    Path("p-2.csv").write_text("x;z;y\n" + "".join(f"{n}.5;{n % 5}.2;{'ab'[n % 2]}\n" for n in range(60)))
    with pytest.raises(DataError, match=r"^p-2.csv:1: writes numbers in another way than p-1.csv; write them alike$"):
        init.run("p-*.csv", ["y"])


NAME = "--name: expected text of at most 100 letters, digits, '.', '_' or '-', a letter or digit first; got text "


@pytest.mark.parametrize("name", ["a b", "", "-a", "a/b"])
def test_a_name_that_no_run_can_have(name: str) -> None:
    Path("t.csv").write_text(f"x,z,y\n{ROWS}")
    with pytest.raises(UsageError) as found:
        init.run("t.csv", ["y"], Path("made.yaml"), name=name)
    assert str(found.value) == f"{NAME}'{name}'"
    assert not Path("made.yaml").exists()


def test_a_wrong_name_ends_with_2(tmp_path: Path) -> None:
    Path("t.csv").write_text(f"x,z,y\n{ROWS}")
    done = nettrain(tmp_path, "init", "t.csv", "-t", "y", "--name", "a b")
    assert (done.returncode, done.stderr) == (2, f"nettrain: {NAME}'a b'\n")


WITHOUT = "; write them without it to predict numbers"
AMOUNTS = {
    "percent": (
        lines("x,y", "{k},{n}.5%"),
        f"t.csv:2: y: '0.5%' is text, as the target's cells are numbers with '%' behind them{WITHOUT}",
    ),
    "dollars": (
        lines("x,y", '{k},"$1,{n:03}.50"'),
        f"t.csv:2: y: '$1,000.50' is text, as the target's cells are numbers with '$' before them{WITHOUT}",
    ),
    "the first such cell": (
        lines("x,y", "{k},{n} kg").replace("0,0 kg\n37,1 kg\n", "0,NA\n37,unknown\n"),
        f"t.csv:4: y: '2 kg' is text, as the target's cells are numbers with 'kg' behind them{WITHOUT}",
    ),
    "infinities": (
        "x,y\n" + "".join(f"{n * 37 % 41},{'inf' if n % 8 == 3 else n * 1.5}\n" for n in range(60)),
        "t.csv:5: y: 'inf' is text, as the target's cells are numbers but for 'inf'; "
        "leave such cells empty to predict numbers",
    ),
    "few labels, of few rows each": (
        lines("x,y", "{k},{n}%", 12),
        f"t.csv:2: y: '0%' is text, as the target's cells are numbers with '%' behind them{WITHOUT}",
    ),
}


@pytest.mark.parametrize(("content", "message"), AMOUNTS.values(), ids=AMOUNTS)
def test_amounts_are_no_labels(content: str, message: str, tmp_path: Path) -> None:
    Path("t.csv").write_text(content)
    done = nettrain(tmp_path, "init", "t.csv", "-t", "y")
    assert (done.returncode, done.stderr) == (3, f"{message}\n")


def test_infinities_that_are_few_among_all_rows() -> None:
    """What the first rows tell decides, though it does not hold for all."""
    rows = "".join(f"{n * 37 % 41},{'inf' if n % 5 == 3 else n * 1.5}\n" for n in range(2_500))
    Path("t.csv").write_text("x,y\n" + rows + "1,unknown\n" * 900)
    with pytest.raises(DataError, match=r"^t.csv:5: y: 'inf' is text"):
        init.run("t.csv", ["y"])


def test_amounts_among_several_targets() -> None:
    Path("t.csv").write_text(lines("x,z,y", "{k},{n},{n} kg"))
    with pytest.raises(DataError, match=r"^t.csv:2: y: '0 kg' is text, as the target's cells are numbers with 'kg'"):
        init.run("t.csv", ["y", "z"])


@pytest.mark.parametrize("label", ["{a}", "{a}%", "grade {a}", "{a}.{a}.{a}"])
def test_text_stays_labels(label: str) -> None:
    Path("t.csv").write_text(lines("x,y", f"{{k}},{label}"))
    assert "2 labels" in init.run("t.csv", ["y"]).text


def test_few_percentages_stay_labels() -> None:
    Path("t.csv").write_text("x,y\n" + "".join(f"{n * 37 % 41},{n % 20 * 5}%\n" for n in range(200)))
    made = init.run("t.csv", ["y"])
    assert "20 labels: " in made.text
    assert "look at data.target: the cells of 'y' are numbers with '%' behind them, and taken for labels" in made.text
