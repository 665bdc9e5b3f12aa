"""The verdict on the command line: gates, references and slices, and what is said of those that cannot be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import nettrain as package
from tests.cli.conftest import NETWORK, nettrain
from tests.making import write_config, write_table


@pytest.fixture(scope="module")
def runs(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with runs: config/1; config/2, trained longer; other/1, of another seed; bare/1, no test rows."""
    folder = tmp_path_factory.mktemp("runs")
    for name in ("table.csv", "config.yaml"):
        shutil.copy(trained / name, folder / name)
    shutil.copytree(trained / "runs", folder / "runs", symlinks=True)
    for more in (
        ["--set", "train.epochs=6"],
        ["--set", "name=other", "--seed", "5"],
        ["--set", "name=bare", "--set", "data.split.test=0"],
    ):
        done = nettrain(folder, "fit", "config.yaml", *more)
        assert done.returncode == 0, done.stderr
    return folder


def test_gates_of_the_command_line_are_all_judged(runs: Path) -> None:
    asked = ("--fail-under", "auc=0.01", "--fail-under", "accuracy=1.01", "--fail-over", "log_loss=-1")
    done = nettrain(runs, "eval", "runs/config/1", *asked)
    assert done.returncode == 1
    told = [line.split("  ")[1] for line in done.stdout.splitlines() if line.startswith(("  pass", "  FAIL"))]
    assert told == ["pass", "FAIL", "FAIL"]
    assert "auc" in done.stdout


def test_no_worse_than(runs: Path) -> None:
    same = nettrain(runs, "eval", "runs/config/1", "--no-worse-than", "runs/config/1", "--margin", "0", "--json")
    assert same.returncode == 0, same.stderr
    gates = json.loads(same.stdout)["gates"]
    assert [(gate["kind"], gate["metric"], gate["difference"]) for gate in gates] == [
        ("reference", "accuracy", 0.0),
        ("reference", "log_loss", pytest.approx(0, abs=1e-12)),
    ]
    worse = nettrain(runs, "eval", "runs/config/1", "--no-worse-than", "runs/config/2", "--margin", "log_loss=0")
    assert worse.returncode == 1
    assert "log_loss" in worse.stdout
    assert "not shown to be at most 0 worse" in worse.stdout
    file = nettrain(runs, "eval", "runs/config/2", "--data", "table.csv", "--no-worse-than", "runs/config/1", "--json")
    assert file.returncode == 0, file.stderr
    assert len(json.loads(file.stdout)["gates"]) == 2


def test_one_row_differs_from_a_reference_by_what_it_does(runs: Path, tmp_path: Path) -> None:
    """There is no interval, which lets nothing pass, but there is a difference."""
    head = (runs / "table.csv").read_text().splitlines(keepends=True)[:2]
    (tmp_path / "one.csv").write_text("".join(head))
    asked = ("--data", str(tmp_path / "one.csv"), "--no-worse-than", "runs/config/2", "--json")
    done = nettrain(runs, "eval", "runs/config/1", *asked)
    assert done.returncode == 1, done.stderr
    gates = {gate["metric"]: gate for gate in json.loads(done.stdout)["gates"]}
    assert gates["log_loss"]["difference"] != 0
    assert "interval" not in gates["log_loss"]
    assert "differs from runs/config/2 by" in gates["log_loss"]["message"]
    assert "nan" not in done.stdout


def test_slices(runs: Path) -> None:
    done = nettrain(runs, "eval", "runs/config/1", "--by", "c0", "--by", "y", "--json")
    assert done.returncode == 0, done.stderr
    slices = json.loads(done.stdout)["slices"]
    assert set(slices) == {"c0", "y"}
    assert sum(group["rows"] for group in slices["c0"]) == sum(group["rows"] for group in slices["y"])
    assert {group["group"] for group in slices["y"]} == {"no", "yes"}
    assert all(set(group["metrics"]) == {"accuracy", "log_loss"} for group in slices["y"])
    text = nettrain(runs, "eval", "runs/config/1", "--by", "y").stdout
    assert "few rows" in text


def test_slices_and_the_baseline_in_the_config(tmp_path: Path) -> None:
    """A gate in groups of 30 rows or more; the cells come from a column that is no input."""
    write_table(tmp_path, "binary", rows=600)
    lines = (tmp_path / "table.csv").read_text().splitlines()
    marked = [f"{line},{'even' if n % 2 else 'odd'}" for n, line in enumerate(lines)]
    marked[0] = f"{lines[0]},half"
    (tmp_path / "table.csv").write_text("\n".join(marked) + "\n")
    gates = {"accuracy": {"min": 0.1, "beats_baseline": True}}
    write_config(tmp_path, NETWORK, "{epochs: 1}", gates=gates, slices={"half": {"accuracy": {"min": 1.01}}})
    done = nettrain(tmp_path, "fit", "config.yaml", "--set", "data.drop=[half]", "--json")
    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    assert [gate["kind"] for gate in document["gates"]] == ["limit", "baseline", "limit", "limit"]
    assert ["column" in gate for gate in document["gates"]] == [False, False, True, True]
    assert {gate["group"] for gate in document["gates"][2:]} == {"even", "odd"}
    assert json.loads((tmp_path / "runs/config/1/metrics.json").read_text())["slices"] == document["slices"]


def test_gates_of_groups_that_are_all_small(runs: Path) -> None:
    """A verdict that held nothing is no failure, but it says so."""
    asked = ("--set", "name=small", "--set", "slices={y: {accuracy: {min: 0.99}}}")
    done = nettrain(runs, "fit", "config.yaml", *asked)
    told = "note: slices.y: its gates are held against no group: none says as much as 30 rows"
    assert (done.returncode, done.stderr.count(told)) == (0, 1), done.stderr
    assert json.loads((runs / "runs/small/1/metrics.json").read_text())["unheld"] == ["y"]
    own = nettrain(runs, "eval", "runs/small/1", "--json")
    assert (own.returncode, json.loads(own.stdout)["unheld"], told in own.stderr) == (0, ["y"], True)
    larger = nettrain(runs, "eval", "runs/small/1", "--data", "table.csv", "--json")
    assert (json.loads(larger.stdout)["unheld"], told in larger.stderr) == ([], False)


@pytest.mark.parametrize(("rows", "held"), [(80, 0), (160, 19)])
def test_values_that_are_told_together_are_no_group(tmp_path: Path, rows: int, held: int) -> None:
    """The 21 shops that come last have more rows together than a group needs, and are held against no gate."""
    write_table(tmp_path, "binary", rows=rows * 10)
    head, *lines = (tmp_path / "table.csv").read_text().splitlines()
    marked = [f"{line},s{n % 40:02}" for n, line in enumerate(lines)]
    (tmp_path / "table.csv").write_text("\n".join([f"{head},shop", *marked]) + "\n")
    write_config(tmp_path, NETWORK, "{epochs: 1}", slices={"shop": {"accuracy": {"max": 1}}})
    assert nettrain(tmp_path, "fit", "config.yaml", "-q", "--set", "data.drop=[shop]").returncode == 0
    done = nettrain(tmp_path, "eval", "runs/config/1", "--data", "table.csv", "--json")
    document = json.loads(done.stdout)
    assert [group["group"] for group in document["slices"]["shop"] if group["pooled"]] == ["(21 other values)"]
    assert len(document["gates"]) == held
    assert document["unheld"] == ([] if held else ["shop"])
    told = "the largest groups, not (21 other values)" if held else "no group: none says as much as 30 rows"
    assert f"note: slices.shop: its gates are held against {told}\n" in done.stderr


def test_options_that_hardly_mean_what_they_say(runs: Path) -> None:
    told = (
        "note: --fail-under accuracy: is at most 1: with --fail-under 95.0 no run passes; a share is written as 0.95\n"
    )
    for verb in (("eval", "runs/config/1"), ("fit", "config.yaml", "--set", "name=doubtful")):
        done = nettrain(runs, *verb, "--fail-under", "accuracy=95", "--fail-over", "log_loss=9")
        assert (done.returncode, done.stderr.count(told)) == (1, 1), done.stderr


WRONG = [
    (
        ["--fail-under", "acuracy=0.9"],
        2,
        "--fail-under acuracy: no metric is called 'acuracy'; did you mean 'accuracy'?",
    ),
    (["--fail-over", "r2_score=1"], 2, "--fail-over r2_score: is not for 2 labels (no, yes); choose from"),
    (["--fail-under", "accuracy"], 2, "--fail-under accuracy: expected METRIC=NUMBER, as in accuracy=0.9"),
    (["--fail-under", "accuracy=high"], 2, "--fail-under accuracy=high: expected a finite number after the name"),
    (["--fail-under", "accuracy==0.1"], 2, "--fail-under accuracy==0.1: expected a finite number after the name"),
    (["--fail-over", "log_loss=2=0.1"], 2, "--fail-over log_loss=2=0.1: expected a finite number after the name"),
    (["--fail-under", "precision_at_recall=0.5"], 2, "needs options: give them under train.metrics in the config"),
    (["--margin", "0.1"], 2, "--margin says how much worse than a run: name it with --no-worse-than RUN"),
    (["--no-worse-than", "runs/config/1", "--margin", "-1"], 2, "--margin -1: expected a number from 0 on"),
    (
        ["--no-worse-than", "runs/config/1", "--margin", "log_loss=1", "--margin", "log_loss=0"],
        2,
        "--margin log_loss=0: a margin for log_loss is given already: leave one out",
    ),
    (["--no-worse-than", "runs/none"], 2, "there is no run runs/none"),
    (
        ["--no-worse-than", "runs/other/1"],
        2,
        "runs/other/1 is no reference for runs/config/1: their rows are split in another way: take the same seed",
    ),
    (["--no-worse-than", "runs/bare/1"], 2, "one is judged on test rows, the other on validation rows"),
    (["--by", "colour"], 3, "table.csv:1: the file has no column 'colour'; choose from c0"),
]


@pytest.mark.parametrize(("asked", "code", "message"), WRONG, ids=[" ".join(asked) for asked, *_ in WRONG])
def test_what_cannot_be_asked(runs: Path, asked: list[str], code: int, message: str) -> None:
    done = nettrain(runs, "eval", "runs/config/1", *asked)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_without_test_rows(runs: Path) -> None:
    done = nettrain(runs, "eval", "runs/bare/1")
    assert (done.returncode, done.stderr) == (2, "nettrain: runs/bare/1 has no test rows: name a file with --data\n")


def test_fit_refuses_before_it_trains(runs: Path) -> None:
    for asked, message in (
        (["--no-worse-than", "runs/other/1"], "runs/other/1 is no reference for this run: their rows are split"),
        (["--fail-under", "acuracy=0.9"], "did you mean 'accuracy'?"),
        (["--by", "colour"], "has no column 'colour'"),
        (["--set", "data.split.test=0", "--by", "c0"], "there are no test rows to judge"),
    ):
        done = nettrain(runs, "fit", "config.yaml", "--set", "name=never", *asked)
        assert done.returncode in (2, 3)
        assert message in done.stderr
    assert not (runs / "runs/never").exists()


def test_damaged_predictions(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs, tmp_path / "copy", symlinks=True)
    place = tmp_path / "copy/runs/config/2/predictions.csv"
    place.write_text("\n".join(place.read_text().splitlines()[:-1]) + "\n")
    done = nettrain(tmp_path / "copy", "eval", "runs/config/1", "--no-worse-than", "runs/config/2")
    assert (done.returncode, done.stdout) == (5, "")
    assert "runs/config/2/predictions.csv is damaged, or was changed by hand" in done.stderr


def test_weights_of_another_run(runs: Path, tmp_path: Path) -> None:
    """Of the same layers, so that nothing but their hash tells."""
    folder = tmp_path / "copy"
    shutil.copytree(runs, folder, symlinks=True)
    (folder / "runs/config/1/model.tflite").unlink()
    assert nettrain(folder, "eval", "runs/config/1").returncode == 0
    state = "checkpoints/best.state"
    shutil.copy(folder / "runs/config/2" / state, folder / "runs/config/1" / state)
    told = f"runs/config/1/{state} holds the weights of another run: their sha256 is not the one in manifest.json"
    starting = ("config.yaml", "--set", "train.start_from=runs/config/1")
    for verb in (("eval", "runs/config/1"), ("predict", "runs/config/1", "table.csv")):
        done = nettrain(folder, *verb)
        assert (done.returncode, told in done.stderr) == (5, True), done.stderr
    for verb in (("check", *starting), ("fit", *starting, "-o", "new")):
        done = nettrain(folder, *verb)
        assert (done.returncode, f"train.start_from: {told}" in done.stderr) == (2, True), done.stderr
    assert not (folder / "new").exists()
    shutil.copy(folder / "runs/config/2/model.tflite", folder / "runs/config/1/model.tflite")
    done = nettrain(folder, "eval", "runs/config/1")
    assert (done.returncode, "model.tflite is not what fit wrote" in done.stderr) == (5, True)


@pytest.mark.parametrize("name", ["plan.json", "metrics.json", "manifest.json"])
def test_a_file_of_another_run(runs: Path, tmp_path: Path, name: str) -> None:
    """Whole in itself, so that nothing but the hash in the manifest tells."""
    mixed = shutil.copytree(runs / "runs/config/1", tmp_path / "mixed")
    told = f"{mixed}/{'metrics.json' if name == 'metrics.json' else 'plan.json'} is damaged, or was changed by hand"
    verbs = [("show", str(mixed)), ("compare", "runs/config/1", str(mixed)), ("report", str(mixed))]
    if name != "metrics.json":  # what a run scored is nothing to these
        verbs += [("eval", str(mixed)), ("predict", str(mixed), "table.csv")]
    for verb in verbs:
        assert nettrain(runs, *verb, "-q").returncode == 0
    shutil.copy(runs / "runs/config/2" / name, mixed / name)
    for verb in verbs:
        done = nettrain(runs, *verb)
        assert (done.returncode, done.stdout, told in done.stderr) == (5, "", True), (verb, done.stderr)


def test_compare(runs: Path) -> None:
    names = ["runs/config/1", "runs/config/2", "runs/other/1"]
    document = json.loads(nettrain(runs, "compare", *names, "--json").stdout)
    assert [one["run"] for one in document["runs"]] == names
    assert document["config"]["train.epochs"] == dict(zip(names, [3, 6, 3], strict=True))
    assert document["differences"]["runs/other/1"]["same_rows"] is False
    (one, two) = (document["runs"][n]["metrics"]["log_loss"]["value"] for n in (0, 1))
    change = document["differences"]["runs/config/2"]["metrics"]["log_loss"]
    assert change["difference"] == pytest.approx(two - one, abs=1e-9)
    assert change["interval"][0] <= change["difference"] <= change["interval"][1]
    text = nettrain(runs, "compare", *names).stdout
    assert "runs/other/1 less runs/config/1: not row by row, since their rows are split in another way" in text
    twin = shutil.copytree(runs / names[0], runs / "twin")
    alike = json.loads(nettrain(runs, "compare", names[0], twin.name, "--json").stdout)["differences"]["twin"]
    assert {change["verdict"] for change in alike["metrics"].values()} == {"the same"}
    lines = nettrain(runs, "compare", *names, "--csv", "--sort", "log_loss").stdout.splitlines()
    assert lines[0].startswith("run,accuracy,log_loss,")
    losses = [float(line.split(",")[2]) for line in lines[1:]]
    assert losses == sorted(losses)


def test_metrics_of_one_name_with_other_options_are_compared_apart(runs: Path, tmp_path: Path) -> None:
    """One F1 is the mean of two labels, one that of a label, which a gate alone may ask for."""
    names = [f"{tmp_path}/{number}" for number in range(3)]
    asked = (
        ("train.metrics=[{f1_score: macro}, accuracy]",),
        ("train.metrics=[accuracy]", "--fail-under", "f1_score=0"),
        ("train.metrics=[f1_score]",),
    )
    for name, more in zip(names, asked, strict=True):
        assert nettrain(runs, "fit", "config.yaml", "-o", name, "--set", *more).returncode == 0
    document = json.loads(nettrain(runs, "compare", *names, "--json").stdout)
    mean, one, same = (list(run["metrics"]) for run in document["runs"])
    assert (mean, one, same) == (["accuracy", "f1_score_macro"], ["accuracy", "f1_score"], ["f1_score"])
    shared = [list(told["metrics"]) for told in document["differences"].values()]
    assert shared == [["accuracy"], []], "the first has no F1 of one label"
    lines = nettrain(runs, "compare", *names, "--csv", "--sort", "f1_score").stdout.splitlines()
    assert lines[0].startswith("run,f1_score_macro,accuracy,f1_score,")
    assert lines[-1].startswith(names[0]), "which has none is last"


DAMAGES = {
    "unfinished": ("metrics.json", None, 5, "is unfinished: it has no metrics.json"),
    "no metrics": ("metrics.json", "{", 5, "metrics.json is damaged: it is not JSON"),
    "no plan": ("plan.json", None, 5, "is not a run of nettrain: it has no plan.json"),
    "half a plan": ("plan.json", '{"schema": 5}', 5, "plan.json is damaged, or was changed by hand"),
    "no predictions": ("predictions.csv", None, 5, "predictions.csv cannot be read"),
    "other columns": ("predictions.csv", "row,y\n1,no\n", 5, "predictions.csv is damaged, or was changed by hand"),
    "no manifest": ("manifest.json", "[]", 5, "manifest.json is not of this nettrain"),
}


@pytest.mark.parametrize(("name", "text", "code", "message"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_run_is_not_compared(
    runs: Path, tmp_path: Path, name: str, text: str | None, code: int, message: str
) -> None:
    shutil.copytree(runs / "runs/config/2", tmp_path / "damaged")
    (tmp_path / "damaged" / name).unlink()
    if text is not None:
        (tmp_path / "damaged" / name).write_text(text)
    done = nettrain(runs, "compare", "runs/config/1", str(tmp_path / "damaged"))
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert str(tmp_path / "damaged") in done.stderr


def test_what_cannot_be_compared(runs: Path) -> None:
    for asked, code, message in (
        (["runs/config/1"], 2, "compare needs two runs or more"),
        (["runs/config/1", "runs/none"], 2, "there is no run runs/none"),
        (["runs/config/1", "runs/config/2", "--sort", "acuracy"], 2, "did you mean 'accuracy'?"),
    ):
        done = nettrain(runs, "compare", *asked)
        assert (done.returncode, done.stdout) == (code, "")
        assert message in done.stderr


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two runs on the same rows, which count by `predicted` in "some" and alike in "all"."""
    folder = tmp_path_factory.mktemp("weighed")
    rows = "".join(f"{n * 7 % 11},{n % 3 + 1},{'ab'[n * 5 % 7 > 3]}\n" for n in range(120))
    (folder / "t.csv").write_text("x,predicted,probability_a\n" + rows)
    layers = "model: {layers: [output]}\ntrain: {epochs: 1}\n"
    for name, key in (("some", "weight: predicted"), ("all", "drop: [predicted]")):
        (folder / f"{name}.yaml").write_text(f"data: {{path: t.csv, target: probability_a, {key}}}\n{layers}")
        assert nettrain(folder, "fit", f"{name}.yaml", "-o", name).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        (("eval", "all", "--no-worse-than", "some"), 2),
        (("eval", "all", "--no-worse-than", "some", "--data", "t.csv"), 2),
        (("fit", "all.yaml", "--no-worse-than", "some"), 2),
        (("compare", "all", "some"), 0),
        (("eval", "some", "--no-worse-than", "some", "--data", "t.csv"), 0),
    ],
)
def test_rows_that_count_differently_are_not_compared(weighed: Path, verb: tuple[str, ...], code: int) -> None:
    done = nettrain(weighed, *verb)
    told = "their rows are weighed differently, "
    assert (done.returncode, told in done.stdout + done.stderr) == (code, "all" in " ".join(verb)), done.stderr


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with runs on one number each, which drop rows without it; row 5 lacks "x", row 6 "z".

    All rows around have one label, and one cell in each column: without row numbers, none of it tells of a shift.
    """
    folder = tmp_path_factory.mktemp("lacking")
    rows = [[n * 7 % 11, n * 5 % 13, "ab"[n * 5 % 7 > 3]] for n in range(120)]
    some: list[list[object]] = [[1, 1, "a"] for _ in range(12)] + [[2, 2, "b"] for _ in range(12)]
    some[5][0] = some[6][1] = ""
    for name, cells in (("t.csv", rows), ("f.csv", some)):
        (folder / name).write_text("x,z,y\n" + "".join(",".join(map(str, row)) + "\n" for row in cells))
    for name, other in (("x", "z"), ("z", "x")):
        data = f"{{path: t.csv, target: y, drop: [{other}], columns: {{{name}: {{number: {{missing: drop}}}}}}}}"
        (folder / f"{name}.yaml").write_text(f"data: {data}\nmodel: {{layers: [output]}}\ntrain: {{epochs: 1}}\n")
        assert nettrain(folder, "fit", f"{name}.yaml", "-o", name).returncode == 0
    return folder


@pytest.mark.parametrize(("reference", "code"), [("x", 0), ("z", 2)])
def test_rows_of_a_file_are_not_compared_with_others_of_the_same_label(
    lacking: Path, reference: str, code: int
) -> None:
    done = nettrain(lacking, "eval", "x", "--data", "f.csv", "--no-worse-than", reference)
    told = "nettrain: z judges other rows of f.csv than x, or another target: it is no reference\n"
    assert (done.returncode, told in done.stderr) == (code, code == 2), done.stderr


def test_columns_that_are_named_as_predictions_are_told_apart(weighed: Path) -> None:
    heads = {run: (weighed / run / "predictions.csv").read_text().splitlines()[0].split(",") for run in ("some", "all")}
    made = ["predicted", "probability_a", "probability_b"]
    assert heads["some"] == ["row", "probability_a in the data", "predicted in the data", *made]
    assert heads["all"] == ["row", "probability_a in the data", *made]
    assert nettrain(weighed, "report", "some", "-o", "page.html").returncode == 0


def test_the_difference_of_a_metric_without_a_value_is_undefined(tmp_path: Path) -> None:
    """Rates below zero, of which there is no log."""
    (tmp_path / "t.csv").write_text("x,y\n" + "".join(f"{n * 7 % 11},{n * 5 % 30}\n" for n in range(120)))
    config = "data: {path: t.csv, target: y, columns: {y: number}}\n"
    config += "model: {layers: [dense: {units: 1, kernel_initializer: {constant: 5.0}}]}\n"
    (tmp_path / "c.yaml").write_text(f"{config}train: {{epochs: 1, loss: mean_squared_error, metrics: [poisson]}}\n")
    for run in ("one", "two"):
        assert nettrain(tmp_path, "fit", "c.yaml", "-o", run).returncode == 0
    done, document = nettrain(tmp_path, "compare", "one", "two"), nettrain(tmp_path, "compare", "one", "two", "--json")
    assert [line.split() for line in done.stdout.splitlines()][-1] == ["poisson", "-", "-", "undefined"]
    told = json.loads(document.stdout)["differences"]["two"]["metrics"]["poisson"]
    assert told == {"difference": None, "interval": None, "verdict": "undefined"}
    assert done.stderr == ""


def test_a_run_whose_outputs_are_infinite_is_not_compared(tmp_path: Path) -> None:
    """The last rows, which are its test rows, are far beyond those that it was trained on."""
    rows = "".join(f"{n},{n % 7 if n < 100 else 1000},{n % 5 + n % 7}\n" for n in range(120))
    (tmp_path / "t.csv").write_text(f"t,x,y\n{rows}")
    split = "{validation: 0.1, test: 0.25, method: time, by: t}"
    data = f"{{path: t.csv, target: y, drop: [t], columns: {{x: {{number: {{scale: none}}}}}}, split: {split}}}"
    layers = "[dense: {units: 1, activation: exponential, kernel_initializer: ones}, output]"
    (tmp_path / "c.yaml").write_text(f"data: {data}\nmodel: {{layers: {layers}}}\ntrain: {{epochs: 1}}\n")
    assert nettrain(tmp_path, "fit", "c.yaml", "-o", "run").returncode == 0
    for verb in (("compare", "run", "run"), ("report", "run", "--by", "x")):
        done = nettrain(tmp_path, *verb)
        told = "nettrain: run cannot be judged row by row: its network gave no finite number for 20 of 30 test rows\n"
        assert (done.returncode, done.stderr) == (2, told)


def test_a_gate_at_the_baseline_from_python(runs: Path) -> None:
    made = package.evaluate(
        runs / "runs/config/1", gates={"accuracy": {"beats_baseline": True}, "log_loss": {"max": 100.0}}
    )
    assert [(gate["kind"], gate["metric"]) for gate in made.document["gates"]] == [
        ("baseline", "accuracy"),
        ("limit", "log_loss"),
    ]
