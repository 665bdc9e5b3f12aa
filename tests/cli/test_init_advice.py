"""init: what is wrong with a file can be mended by what is said of it, with --set where it is a key of a config."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from nettrain.commands import check, init
from nettrain.config.config import Config
from nettrain.config.load import load
from nettrain.errors import ConfigError, DataError, UsageError
from tests.cli.conftest import nettrain

ROWS = "".join(f"{n % 7},{n * 3 % 11},{'ab'[n % 2]}\n" for n in range(60))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines(head: str, row: str, count: int = 60) -> str:
    """Return a table; {n} in a row is its number, {a} one of two letters, {k} one of few numbers."""
    return f"{head}\n" + "".join(row.format(n=n, a="ab"[n % 2], k=n * 37 % 41) + "\n" for n in range(count))


HINT = "init takes such keys with --set, as in --set data.format.quote=none"
ROW_WITHOUT = [f'{n % 7},{n * 3 % 11},"{"ab"[n % 2]}\n' for n in range(60)]


class Told(NamedTuple):
    """A file, what init says of it, the settings with which it does what that says; none where it is up to the file."""

    content: str
    messages: list[str]
    sets: tuple[str, ...] = ()


CASES = {
    "too few rows": Told(
        "x,y\n1,a\n2,b\n",
        [
            "t.csv: data.split: 2 rows: too few to leave any for validation; raise its share, or set it to 0 to do "
            "without",
        ],
        ("data.split.validation=0", "data.split.test=0"),
    ),
    "one column": Told(lines("y", "{k}"), ["t.csv:1: data.target: no column stands beside the target to predict from"]),
    "constant columns": Told(
        lines("x,y", "1,{a}"),
        ["t.csv:1: data.columns: no column is left to predict from: every one is constant"],
        ("data.columns.x=number",),
    ),
    "a name twice": Told(
        f"x,x,y\n{ROWS}",
        [
            "t.csv:1: the header names 'x' twice, for columns 1 and 2: rename one in the file, or name all columns "
            "with data.format.names",
        ],
        ("data.format.names=[x, z, y]",),
    ),
    "no name": Told(
        f",x,y\n{ROWS}",
        [
            "t.csv:1: column 1 has no name in the header: write the file without it (pandas: index=False), "
            "or name all columns with data.format.names",
        ],
        ("data.format.names=[i, x, y]",),
    ),
    "a pattern for a name": Told(
        f"*,x,y\n{ROWS}",
        ["t.csv:1: column 1 has the name '*', a pattern for names: rename it, or pin data.format.names"],
        ("data.format.names=[i, x, y]",),
    ),
    "an identifier to be predicted": Told(
        lines("x,y", "{k},name{n}"),
        [
            "t.csv: data.split: 60 rows with 60 labels, of each of which the first is trained on: stratified leaves "
            "too few for validation; set data.split.method: random; if the target is an identifier, name another",
        ],
    ),
    "an open quote": Told(
        f'x,z,y\n{ROWS}"1,2,a\n{ROWS}',
        [
            "t.csv:62: a quote opens here and is never closed; if quotes are plain text here, pin "
            "data.format.quote: none",
        ],
        ("data.format.quote=none",),
    ),
    "quotes in every row": Told(
        f"x,z,y\n{''.join(ROW_WITHOUT)}",
        [],
        ("data.format.quote=none",),
    ),
    "one number in two spellings": Told(
        "x,y\n" + "".join(f"{n % 7},{('0', '1', '1.0')[n % 3]}\n" for n in range(60)),
        [
            "t.csv:4: y: '1.0' and '1' are one number, but would be two labels: write it in one way, or declare under "
            "data.columns y: number to predict numbers, y: category to keep both labels",
        ],
        ("data.columns.y=category",),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_advice_that_init_can_be_told(case: Told) -> None:
    Path("t.csv").write_text(case.content)
    with pytest.raises(DataError) as found:
        init.run("t.csv", ["y"])
    problems = [str(problem) for problem in found.value.problems]
    if case.messages:
        assert problems == [*case.messages, *([HINT] if "data." in case.messages[0].replace("data.target", "") else [])]
    assert not Path("t.yaml").exists()
    if case.sets:
        init.run("t.csv", ["y"], sets=case.sets)
        check.run([Path("t.yaml")])
        config = load([Path("t.yaml")]).config
        assert all(is_set(config, setting) for setting in case.sets)


def is_set(config: Config, setting: str) -> bool:
    """Return whether a config says what a setting does: setting it once more changes nothing."""
    return load([Path("t.yaml")], [setting]).config == config


def test_bytes_that_are_no_text() -> None:
    Path("t.csv").write_bytes(f"\ufeffx,z,y\n{ROWS}".encode("utf-16-le") + b"\x00\xd8\x00\xd8")
    with pytest.raises(DataError, match=r"is not UTF-16-LE throughout: .*surrogate; pin data.format.encoding\n"):
        init.run("t.csv", ["y"])


ALIKE = {
    "commas and points": ("{n},5", "{n}.5", ()),
    "commas and whole numbers": ("{n},5", "{n}", ("decimal=,", "thousands=none")),
    "whole numbers and points between thousands": ("{n}", "{n}.123.456", ("decimal=,", "thousands=.")),
    "points, and others between thousands": ("{n}.5", "{n}.123.456", ()),
    "a comma that is either, and decimal commas": ("1{n},345", "{n},5", ("decimal=,", "thousands=none")),
    "blanks that cannot be seen": ("{n}", "{n}\u00a0123", ()),
}


@pytest.mark.parametrize(("one", "other", "pins"), ALIKE.values(), ids=ALIKE)
def test_files_that_write_numbers_in_two_ways(one: str, other: str, pins: tuple[str, ...]) -> None:
    for number, cell in enumerate((one, other), start=1):
        Path(f"p-{number}.csv").write_text(lines("x;z;y", f"{cell};{{k}};{{a}}").replace("\n0", "\n5"))
    with pytest.raises(DataError) as found:
        init.run("p-*.csv", ["y"])
    told = str(found.value.problems[0])
    sets = [f"data.format.{pin}" for pin in pins]
    advice = " and ".join(s.replace("=,", ': ","').replace("=", ": ") for s in sets)
    advice = f"pin {advice}" if pins else "convert one of them: no marks hold for both"
    assert told == f"p-2.csv:1: writes numbers in another way than p-1.csv; {advice}"
    if pins:
        init.run("p-*.csv", ["y"], sets=sets)


NAME = "--set name={0}: name: expected text of at most 100 letters, digits, '.', '_' or '-', a letter or digit first"


@pytest.mark.parametrize("name", ["a b", "-a", "a/b"])
def test_a_name_that_no_run_can_have(name: str) -> None:
    Path("t.csv").write_text(f"x,z,y\n{ROWS}")
    with pytest.raises(ConfigError) as found:
        init.run("t.csv", ["y"], Path("made.yaml"), sets=[f"name={name}"])
    assert NAME.format(name) in str(found.value)
    assert not Path("made.yaml").exists()


REFUSED = {
    "train.epochs=3": "init takes name, seed, data.format, data.missing, data.on_bad_row, data.drop, ",
    "data.path=u.csv": "write the rest into the config that it makes",
    "data.formt.quote=none": "init takes name",
    "data.format.quot=none": "did you mean 'quote'?",
    "data.drop=[y]": "the target 'y' is also under drop",
    "data.drop=[q]": "q",
    "data.weight=q": "q",
    "data.columns.s={sequence: {of: x}}": "init drafts no network for sequences: write s into the config",
}


@pytest.mark.parametrize(("setting", "told"), REFUSED.items(), ids=REFUSED)
def test_settings_that_no_draft_begins_with(setting: str, told: str) -> None:
    Path("t.csv").write_text(f"x,z,y\n{ROWS}")
    with pytest.raises((UsageError, ConfigError, DataError), match=re.escape(told)):
        init.run("t.csv", ["y"], sets=[setting])
    assert not Path("t.yaml").exists()


def test_what_is_set_stands_in_the_config() -> None:
    Path("t.csv").write_text(
        "x,w,id,y,t\n" + "".join(f"{n * 7 % 5},{n % 3 + 1},k{n},{n % 4},{n // 2}\n" for n in range(90))
    )
    sets = [
        "name=first",
        "seed=3",
        "data.missing=['999', NA]",
        "data.drop=[id]",
        "data.weight=w",
        "data.split.test=0.3",
    ]
    kinds = ["data.columns.x={category: {coding: {hashing: {buckets: 8}}}}", "data.columns.y=number"]
    init.run("t.csv", ["y"], sets=[*sets, *kinds, "data.split={method: time, by: t}"])
    config = load([Path("t.yaml")]).config
    assert all(is_set(config, setting) for setting in (*sets, *kinds, "data.split={method: time, by: t}"))
    assert "--set seed=3" in Path("t.yaml").read_text()


def test_rows_that_are_none_are_dropped_unless_they_are_to_be_refused() -> None:
    sets = ["data.on_bad_row=drop"]
    Path("t.csv").write_text(f"x,z,y\n{ROWS}")
    init.run("t.csv", ["y"], sets=sets)
    assert re.search(r"^  on_bad_row: drop +# as was asked for$", Path("t.yaml").read_text(), re.MULTILINE)
    Path("t.csv").write_text(f"x,z,y\n{ROWS}1,2,\n")
    for others in sets, []:
        init.run("t.csv", ["y"], sets=others, force=True)
        assert "  on_bad_row: drop                      # 1 row: no target\n" in Path("t.yaml").read_text()
    with pytest.raises(DataError, match="the target has no value, expected a label"):
        init.run("t.csv", ["y"], Path("u.yaml"), sets=["data.on_bad_row=error"])


@pytest.mark.parametrize("setting", ["data.missing=['-999']", "data.missing=['-999.0']"])
def test_a_mark_that_is_set_is_not_advised(setting: str) -> None:
    cells = ["-999" if n % 9 == 0 else "-999.0" if n % 9 == 1 else str(n % 40 + 0.5) for n in range(90)]
    Path("t.csv").write_text("x,y\n" + "".join(f"{cell},{cell}\n" for cell in cells))
    assert [doubt["key"] for doubt in init.run("t.csv", ["y"]).document["look_at"]] == ["missing", "drop"]
    sets = [setting, "data.on_bad_row=drop"]
    made = init.run("t.csv", ["y"], sets=sets, force=True)
    assert [doubt["key"] for doubt in made.document["look_at"]] == ["drop"]
    assert made.document["dropped"] == {"no target": 20}
    config = load([Path("t.yaml")]).config
    assert all(is_set(config, setting) for setting in sets)


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
    "dates": (
        "x,y\n" + "".join(f"{n * 37 % 41},{n % 28 + 1:02}.0{n % 3 + 1}.2024\n" for n in range(60)),
        "t.csv:2: y: '01.01.2024' is text, as the target's cells are dates as %d.%m.%Y; "
        "write the days since a fixed one into a column of its own to predict numbers",
    ),
    "times of day": (
        "x,y\n" + "".join(f"{n * 37 % 41},{n % 24:02}:{n % 60:02}\n" for n in range(120)),
        "t.csv:2: y: '00:00' is text, as the target's cells are dates as %H:%M; "
        "write the minutes since midnight into a column of its own to predict numbers",
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


def test_few_dates_stay_labels() -> None:
    Path("t.csv").write_text("x,y\n" + "".join(f"{n * 37 % 41},2024-0{n % 4 + 1}-01\n" for n in range(200)))
    made = init.run("t.csv", ["y"])
    assert "4 labels: " in made.text
    assert "look at data.target: the cells of 'y' are dates as %Y-%m-%d, and taken for labels; write the" in made.text


@pytest.mark.parametrize("cell", ["{n}.5%", "2024-01-{n:02}"])
def test_a_declared_category_is_one_whatever_its_cells_look_like(cell: str) -> None:
    rows = "".join(f"{n * 37 % 41},{cell.format(n=n % 28 + 1)}\n" for n in range(84))
    Path("t.csv").write_text("x,y\n" + rows)
    assert "28 labels: " in init.run("t.csv", ["y"], sets=["data.columns.y=category"]).text


def test_how_numbers_are_written_is_told() -> None:
    Path("t.csv").write_text("x;y\n" + "".join(f"{n}{'.125' * (n % 2)};{'ab'[n % 3 % 2]}\n" for n in range(1, 61)))
    made = init.run("t.csv", ["y"], Path("t.yaml"))
    told = "the point in 1.125 is taken for the decimal mark, but may be a mark between thousands; settle it with "
    told += "data.format.thousands and data.format.decimal"
    assert f"  look at data.format: {told}" in made.text.splitlines()
    assert f"  # {told}" in Path("t.yaml").read_text().splitlines()
    settled = init.run("t.csv", ["y"], Path("u.yaml"), sets=["data.format.thousands=."])
    assert settled.document["look_at"] == []


def test_a_few_numbers_written_otherwise_are_told_as_they_are() -> None:
    """Among plain numbers, too; and a number that has no look of an amount is found as well."""
    for cell, told in (("(5)", "some in parentheses"), ("\u22121e5", "some with '\u2212' for minus")):
        rows = "".join(f"{n % 7},{cell if n == 3 else n + 0.5}\n" for n in range(60))
        Path("t.csv").write_text(f"x,y\n{rows}", "utf-8")
        with pytest.raises(DataError, match=rf"^t.csv:5: y: '{re.escape(cell)}' is text, .* numbers, {told}"):
            init.run("t.csv", ["y"])


WEIGHTS = {
    "text": (
        "{a}",
        "expected a number, got 'a'; data.weight takes it for a number: mend the cell, or name another column",
    ),
    "empty": ("", "no row has a weight; name a column of numbers as data.weight, or leave that out"),
}


@pytest.mark.parametrize(("cell", "told"), WEIGHTS.values(), ids=WEIGHTS)
def test_a_weight_without_a_number(cell: str, told: str) -> None:
    Path("t.csv").write_text(lines("x,w,y", f"{{k}},{cell},{{n}}.5"))
    with pytest.raises(DataError) as found:
        init.run("t.csv", ["y"], sets=["data.weight=w"])
    assert str(found.value.problems[0]) == f"t.csv:2: w: {told}"


@pytest.mark.parametrize("setting", ["data.drop=[nope]", "data.weight=nope", "data.columns.nope=category"])
def test_whoever_has_set_a_key_is_not_told_how(setting: str) -> None:
    Path("t.csv").write_text(lines("x,z,y", "{k},{k},{n}.5"))
    key = ".".join(setting.partition("=")[0].split(".")[:2])
    with pytest.raises(DataError) as found:
        init.run("t.csv", ["y"], sets=[setting])
    assert str(found.value) == f"t.csv:1: {key}: the file has no column 'nope'; choose from x, z, y"
    Path("t.csv").write_text("x,z,y\n1,1,1\n2,2,2\n")
    with pytest.raises(DataError, match=HINT):  # of another key it is
        init.run("t.csv", ["y"], sets=["data.drop=z"])
