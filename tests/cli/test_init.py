"""init: the config that it writes says what the file holds, is checked, and leaves every choice in sight."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from jsonschema import Draft202012Validator

from nettrain.commands import init
from nettrain.commands.drafting.recipes import Preset, recipe
from nettrain.config.json_schema import json_schema
from nettrain.config.load import load, load_text
from nettrain.config.nodes import parse, plain
from nettrain.errors import DataError, RunError, UsageError
from nettrain.plan.making import make_plan
from tests.cli.conftest import nettrain

DATA = Path(__file__).parents[2] / "data"
TARGETS = dict(re.findall(r"^\| (\w+\.csv) \| \d+ \| \d+ \| (\w+) \(", (DATA / "README.md").read_text(), re.M))
PRESETS: tuple[Preset, ...] = ("small", "standard")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def made(rows: list[str], *targets: str, file: str = "table.csv") -> str:
    """Return the config that init writes for a table of these lines."""
    Path(file).write_text("".join(f"{row}\n" for row in rows), "utf-8")
    init.run(file, targets or ("y",), Path("made.yaml"), force=True)
    return Path("made.yaml").read_text("utf-8")


def keys(text: str) -> dict[str, Any]:
    whole: dict[str, Any] = plain(parse(text.encode(), "made.yaml"))
    data: dict[str, Any] = as_lists(whole["data"])
    return data


def as_lists(value: Any) -> Any:
    if isinstance(value, tuple):
        return [as_lists(item) for item in value]
    return {key: as_lists(item) for key, item in value.items()} if isinstance(value, dict) else value


def numbers(count: int, *more: str) -> list[str]:
    """Return a table of two columns of numbers and labels; further columns come from `more`, with # for the row."""
    head = ["x", "z", *(f"m{n}" for n in range(len(more))), "y"]
    rows = [
        [str((n * 37) % 101 / 7), str((n * 53) % 89), *(m.replace("#", str(n)) for m in more), "ab"[n % 3 % 2]]
        for n in range(count)
    ]
    return [",".join(row) for row in [head, *rows]]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("file", sorted(DATA.glob("*.csv")), ids=lambda file: file.stem)
def test_every_file_gets_a_config_that_checks(file: Path, preset: Preset) -> None:
    init.run(str(file), [TARGETS[file.name]], preset=preset)
    config = Path(f"{file.stem}.yaml")
    text = config.read_text("utf-8")
    assert text.splitlines()[0] == "# yaml-language-server: $schema=nettrain.schema.json"
    assert Draft202012Validator(json_schema()).is_valid(yaml.safe_load(text))
    planned = make_plan(load([config]))
    assert planned.plan.config.gates
    assert max(map(len, text.splitlines())) <= 240


def test_a_first_run_through_the_command_line(tmp_path: Path) -> None:
    drafted = nettrain(tmp_path, "init", str(DATA / "penguins.csv"), "--target", "species")
    assert (drafted.returncode, drafted.stderr) == (0, "")
    commands = [line.split()[1:] for line in drafted.stdout.partition("next:\n")[2].splitlines()]
    assert [verb for verb, *_ in commands] == ["check", "fit", "eval"]
    for verb, *rest in commands:
        more = ["--set", "train.epochs=3"] if verb == "fit" else []
        done = nettrain(tmp_path, verb, *rest, *more)
        assert done.returncode == 0, done.stderr


def test_the_target_in_other_words_is_left_out() -> None:
    head, *rows = numbers(90)
    text = made([f"{head},told", *(f"{row},{'yes' if row.endswith('a') else 'no'}" for row in rows)])
    assert keys(text)["drop"] == ["told"]
    assert "alone tells the target" in text


def test_identifiers_and_constants_are_left_out() -> None:
    text = made(numbers(60, "#", "same"))
    assert keys(text)["drop"] == ["m0", "m1"]
    assert "# identifier: whole numbers that count the rows" in text
    assert "# constant: the same value in every row" in text


def test_rows_that_are_none_are_dropped_and_counted() -> None:
    text = made([*numbers(60), ",,", ",,", "1,2"])
    assert keys(text)["on_bad_row"] == "drop"
    assert re.search(r"on_bad_row: drop +# 3 rows: cannot be read", text)
    assert "table.csv:62: has no value in any column" in text


def test_rows_without_a_target_are_dropped_and_counted() -> None:
    text = made([*numbers(60), "1,2,"])
    assert re.search(r"on_bad_row: drop +# 1 row: no target", text)


BAD_TARGETS = {
    "among fractions": ("{n}.5", {3: "bad"}, "1 row: 'bad' on line 5 is no number"),
    "among whole numbers": ("{n}", {3: "bad"}, "1 row: 'bad' on line 5 is no number"),
    "several": ("{n}.5", {3: "bad", 4: "worse"}, "2 rows: no number, such as 'bad' on line 5"),
    "beside an empty one": ("{n}.5", {3: "", 4: "bad"}, "1 row: no target, 1 row: 'bad' on line 6 is no number"),
    "too long": ("{n}", {3: "1" * 17}, f"1 row: '{'1' * 17}' on line 5 is no number that can be held exactly"),
}


@pytest.mark.parametrize(("cell", "bad", "told"), BAD_TARGETS.values(), ids=BAD_TARGETS)
def test_rows_whose_target_is_no_number_are_dropped_and_told(cell: str, bad: dict[int, str], told: str) -> None:
    cells = {n: cell.format(n=n) for n in range(60)} | bad
    text = made(["x,y", *(f"{n % 17},{held}" for n, held in cells.items())])
    assert re.search(rf"on_bad_row: drop +# {told}\n", text)
    assert keys(text)["target"] == "y"


def test_of_several_targets_it_is_told_which_holds_no_number() -> None:
    rows = [f"{n % 17},{n}.5,{'bad' if n == 3 else n}.5" for n in range(60)]
    assert "# 1 row: z 'bad.5' on line 5 is no number\n" in made(["x,y,z", *rows], "y", "z")


@pytest.mark.parametrize(("rows", "gate"), [(60, {"max": 0.6365}), (2_100, {"beats_baseline": True})])
def test_the_gate_is_the_baseline(rows: int, gate: dict[str, Any]) -> None:
    gates = yaml.safe_load(made(numbers(rows)))["gates"]
    assert gates == {"log_loss": gate}


def test_a_clean_file_keeps_the_strict_rule() -> None:
    assert "on_bad_row" not in keys(made(numbers(60)))


@pytest.mark.parametrize("mark", ["n/a", "-", "Null"])
def test_marks_for_no_value_among_a_target_s_numbers_are_no_labels(mark: str) -> None:
    Path("t.csv").write_text("x,y\n" + "".join(f"{n * 37 % 61},{mark if n % 5 == 2 else n * 1.5}\n" for n in range(60)))
    done = init.run("t.csv", ["y"], Path("t.yaml"))
    assert "numbers, 0 to 88.5" in done.text
    assert keys(Path("t.yaml").read_text())["missing"] == [mark]
    assert keys(Path("t.yaml").read_text())["on_bad_row"] == "drop"


def test_marks_among_few_numbers_of_a_target_are_labels() -> None:
    Path("t.csv").write_text("x,y\n" + "".join(f"{n * 37 % 61},{['none', 1, 2][n % 3]}\n" for n in range(60)))
    assert "3 labels" in init.run("t.csv", ["y"], Path("t.yaml")).text


def test_marks_for_no_value_are_named() -> None:
    rows = numbers(60)
    rows[3], rows[9], rows[12] = "?,5,a", "unknown,7,b", "unknown,7,b"
    text = made(rows)
    assert keys(text)["missing"] == ["?", "unknown"]
    assert '"?" 1 time, unknown 2 times' in text
    assert keys(text)["columns"]["x"] == "number"


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ([1, 2, 3, 5, 6, 7], "category"),
        ([0, 1, 2], "category"),
        ([3, 4, 5, 6, 7, 8], "number"),
        ([0, 10, 200], "number"),
    ],
)
def test_few_whole_numbers_are_labels_or_numbers_and_the_choice_is_shown(labels: list[int], kind: str) -> None:
    rows = ["x,y", *(f"{n * 7 % 31},{labels[n % len(labels)]}" for n in range(80))]
    text = made(rows)
    assert keys(text)["columns"]["y"] == kind
    assert "# the target, taken for " in text
    planned = make_plan(load_text(text.encode(), Path("made.yaml")))
    assert bool(planned.plan.target.labels) == (kind == "category")


def test_a_target_by_number_says_that_there_is_no_header() -> None:
    rows = ["150,4,one,two", *(f"{n % 13},{n * 3 % 17},{n % 5}.5,{n % 2}" for n in range(80))]
    text = made(rows, "column_4")
    assert keys(text)["format"] == {"header": False}
    assert keys(text)["target"] == "column_4"


def test_a_number_that_may_mean_no_value_is_doubted() -> None:
    rows = ["x,y", *(f"{-999 if n % 9 == 0 else n % 40},{'ab'[n % 2]}" for n in range(90))]
    text = made(rows)
    assert "-999 lies far from the other numbers of 'x'" in text
    suggested = re.search(r"# (missing: .*)", text)
    assert suggested
    assert yaml.safe_load(suggested[1]) == {"missing": ["-999"]}
    assert "missing" not in keys(text), "it is a suggestion"


def test_rows_in_order_of_time_are_told() -> None:
    head, *rows = numbers(60)
    text = made([f"{head},day", *(f"{row},2024-{n // 28 + 1:02}-{n % 28 + 1:02}" for n, row in enumerate(rows))])
    assert keys(text)["columns"]["day"] == {"date": {"format": "%Y-%m-%d"}}
    assert "# split: {validation: 0.2, test: 0.2, method: time, by: day}" in text


def test_rows_that_belong_together_are_told() -> None:
    rows = [row + (",patient_id" if n == 0 else f",{n // 4}") for n, row in enumerate(numbers(80))]
    text = made(rows)
    assert "# split: {validation: 0.2, test: 0.2, method: group, by: patient_id}" in text


def test_many_levels_are_pooled() -> None:
    rows = [row + (",city" if n == 0 else f",city {n % 70}") for n, row in enumerate(numbers(400))]
    assert keys(made(rows))["columns"]["city"] == {"category": {"rare": 5}}


def test_names_that_yaml_takes_for_something_else() -> None:
    names = ["1", "yes", "a: b", "#c", "- d", "null", "größe", "e'f", "{g}"]
    rows = [",".join(['"' + name + '"' for name in names] + ["y"])]
    rows += [",".join([*(str((n * k) % 37 / 3) for k in range(3, 12)), "ab"[n % 2]]) for n in range(60)]
    assert list(keys(made(rows))["columns"]) == names


def test_a_wide_file_is_not_listed() -> None:
    rows = [",".join([*(f"p{k}" for k in range(90)), "y"])]
    rows += [",".join([*(str((n * k + k) % 23) for k in range(7, 97)), "ab"[n % 2]]) for n in range(60)]
    text = made(rows)
    assert "columns" not in keys(text)
    assert re.search(r"# \d+ further columns are inputs", text)


def test_of_a_wide_file_what_needs_options_is_listed() -> None:
    rows = [",".join([*(f"p{k}" for k in range(90)), "day", "city", "y"])]
    for n in range(400):
        cells = (str((n * k + k) % 23) for k in range(7, 97))
        rows.append(",".join([*cells, f"{1 + n % 28:02}.03.2021", f"city {n % 70}", "ab"[n % 2]]))
    text = made(rows)
    assert keys(text)["columns"] == {"day": {"date": {"format": "%d.%m.%Y"}}, "city": {"category": {"rare": 5}}}
    assert '    day: {date: {format: "%d.%m.%Y"}} ' in text
    assert re.search(r"# \d+ further columns are inputs", text)


def test_several_targets_are_numbers() -> None:
    rows = ["x,y,z", *(f"{n % 17},{n * 0.5},{n * n % 91}" for n in range(60))]
    text = made(rows, "y", "z")
    assert keys(text)["target"] == ["y", "z"]


@pytest.mark.parametrize(("head", "names"), [("x,y,z\n", ("y", "z")), ("", ("column_2", "column_3"))])
def test_labels_are_no_target_among_several(head: str, names: tuple[str, str]) -> None:
    """It is said which of them are text; cells without a value do not make one."""
    rows = "".join(f"{n % 17},{'' if n % 3 == 0 else n},{'no' if n % 2 else 'yes'}\n" for n in range(60))
    Path("table.csv").write_text(head + rows, "utf-8")
    message = rf"--target: several targets are all numbers, but {names[1]} holds text, such as 'yes'; to predict labels"
    with pytest.raises(UsageError, match=message):
        init.run("table.csv", names)


def test_a_file_is_never_overwritten_unasked() -> None:
    Path("table.csv").write_text("\n".join(numbers(60)), "utf-8")
    Path("table.yaml").write_text("mine", "utf-8")
    message = "table.yaml is there already: overwrite it with force (--force), or choose another output (-o)"
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        init.run("table.csv", ["y"])
    assert Path("table.yaml").read_text("utf-8") == "mine"
    init.run("table.csv", ["y"], force=True)
    assert load([Path("table.yaml")]).config.data.target == ("y",)


def test_what_cannot_be_drafted_leaves_nothing(tmp_path: Path) -> None:
    Path("table.csv").write_text("\n".join(numbers(60)), "utf-8")
    with pytest.raises(UsageError, match=r"--target Y: table.csv has no column of that name; did you mean 'y'?"):
        init.run("table.csv", ["Y"])
    with pytest.raises(DataError, match=r"tables.csv: no such file; did you mean 'table.csv'?"):
        init.run("tables.csv", ["y"])
    with pytest.raises(DataError, match=r"^https://example.com/table.csv: addresses are not read: download"):
        init.run("https://example.com/table.csv", ["y"])
    with pytest.raises(DataError, match=r"table.csv:1: data.format.delimiter: leaves the first line in one cell"):
        init.run("table.csv", ["y"], sets=["data.format.delimiter=|"])
    with pytest.raises(RunError, match="cannot be written"):
        init.run("table.csv", ["y"], Path("no/such/folder.yaml"))
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_the_path_is_relative_to_the_config() -> None:
    Path("configs").mkdir()
    Path("table.csv").write_text("\n".join(numbers(60)), "utf-8")
    init.run("table.csv", ["y"], Path("configs/made.yaml"))
    assert keys(Path("configs/made.yaml").read_text("utf-8"))["path"] == "../table.csv"
    printed = init.run("table.csv", ["y"], Path("-"), sets=["name=other"]).text
    assert keys(printed)["path"] == "table.csv"
    assert yaml.safe_load(printed)["name"] == "other"


@pytest.mark.parametrize(
    ("link", "folder", "path"),
    [
        ("lnk", "real/deep", "{here}/table.csv"),  # through the link one folder up is enough, without it it takes two
        ("lnk", "real", "../table.csv"),
        ("a/lnk", "real", "{here}/table.csv"),
        ("lnk", ".", "table.csv"),
    ],
)
def test_a_config_behind_a_symlink_finds_the_data_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str, folder: str, path: str
) -> None:
    for made in (Path(folder), Path(link).parent):
        made.mkdir(parents=True, exist_ok=True)
    Path(link).symlink_to(tmp_path / folder)
    Path("table.csv").write_text("\n".join(numbers(60)), "utf-8")
    init.run("table.csv", ["y"], Path(link) / "made.yaml")
    assert keys(Path(link, "made.yaml").read_text("utf-8"))["path"] == path.format(here=tmp_path.resolve())
    make_plan(load([Path(link) / "made.yaml"]))
    make_plan(load([Path(folder) / "made.yaml"]))
    monkeypatch.chdir(Path(folder))
    make_plan(load([Path("made.yaml")]))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("rows", [10, 299, 999, 4_999, 99_999, 1_000_000])
def test_recipes_bind(rows: int, preset: Preset) -> None:
    drafted = recipe(preset, rows, 40)
    layers = "".join(f"    - {line}\n" for line, _ in drafted.layers)
    train = "".join(f"  {line}\n" for line, _ in drafted.train)
    text = f"data: {{path: a, target: y}}\nmodel:\n  layers:\n{layers}    - output\ntrain:\n{train}"
    config = load_text(text.encode(), Path("a.yaml")).config
    assert config.train.early_stopping
    assert config.train.batch_size == "auto"


def test_without_a_target_the_columns_are_named() -> None:
    Path("headed.csv").write_text("a,b\n1,x\n2,y\n")
    Path("bare.csv").write_text("1, x\n2, y\n3, x\n")
    with pytest.raises(UsageError, match=r"^name the column to predict with --target; headed.csv has a, b$"):
        init.run("headed.csv", ())
    Path("headed.yaml").touch()  # the columns are wanted, whatever is in the way
    with pytest.raises(UsageError, match=r"headed.csv has a, b$"):
        init.run("headed.csv", ())
    with pytest.raises(UsageError, match=r"--target; bare.csv has column_1 \(1\), column_2 \(x\)$"):
        init.run("bare.csv", ())


def test_targets_in_one_word() -> None:
    Path("t.csv").write_text("a,b c,d\n1,2,3\n4,5,6\n")
    with pytest.raises(UsageError, match=r"for several write --target a --target 'b c'$"):
        init.run("t.csv", ["a,b c"])


def test_a_config_is_no_data_and_data_are_no_config() -> None:
    Path("c.yaml").write_text("name: a\n")
    Path("t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match=r"^c.yaml is a config: init makes one from data, such as a CSV file$"):
        init.run("c.yaml", ["a"], force=True)
    assert Path("c.yaml").read_text() == "name: a\n"
    with pytest.raises(UsageError, match=r"^t 1.csv is data, expected a config: nettrain init 't 1.csv' --target"):
        load([Path("t 1.csv")])


@pytest.mark.parametrize("rows", [6, 8, 10, 12, 14])
def test_a_handful_of_rows_is_enough(rows: int) -> None:
    assert keys(made(numbers(rows)))["split"] == {"validation": 0.2, "test": 0.2, "method": "stratified"}
    assert min(make_plan(load([Path("made.yaml")])).plan.rows.values()) > 0


STRANGE = {
    "list": pl.Series([[1.0, 2.0]] * 60),
    "struct": pl.Series([{"a": 1}] * 60),
    "binary": pl.Series([b"\0"] * 60),
    "array": pl.Series([[1.0, 2.0]] * 60, dtype=pl.Array(pl.Float64, 2)),
    "duration": pl.Series([timedelta(hours=1)] * 60),
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_columns_whose_cells_are_no_values_are_left_out(strange: pl.Series) -> None:
    rows = {"x": [n * 37 % 101 / 7 for n in range(60)], "y": ["no" if n % 3 else "yes" for n in range(60)]}
    pl.DataFrame({"emb": strange, **rows}).write_parquet("f.parquet")
    init.run("f.parquet", ("y",), Path("made.yaml"))
    text = Path("made.yaml").read_text("utf-8")
    assert keys(text)["drop"] == ["emb"]
    assert f"# its cells are no values, but of the type {strange.dtype}" in text
    make_plan(load([Path("made.yaml")]))
    init.run("f.parquet", ("y",), Path("made.yaml"), force=True, sets=["data.drop=[emb]"])
    assert "# as was asked for" in Path("made.yaml").read_text("utf-8")
    for target, sets in (("emb", ()), ("y", ("data.columns.emb=number",))):
        with pytest.raises(DataError, match=r"f\.parquet: emb: has cells of the type"):
            init.run("f.parquet", (target,), Path("made.yaml"), force=True, sets=sets)
