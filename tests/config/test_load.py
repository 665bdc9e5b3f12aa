from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nettrain.config.load import load
from nettrain.config.nodes import plain
from nettrain.errors import ConfigError, Span, UsageError

BASE = """\
data: {path: a.csv, target: y}
model:
  layers:
    - dense: 10
    - dropout: {rate: 0.1}
    - output
train:
  optimizer: {adam: {learning_rate: 0.1, beta_1: 0.8}}
  metrics: [accuracy]
"""
Write = Callable[..., list[Path]]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def files(*texts: str) -> list[Path]:
        paths = [Path(f"{name}.yaml") for name in "abcd"[: len(texts)]]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        return paths

    return files


def said(call: Callable[[], Any]) -> list[str]:
    with pytest.raises(ConfigError) as found:
        call()
    return [str(problem) for problem in found.value.problems]


def tree(write: Write, *later: str, sets: tuple[str, ...] = ()) -> Any:
    return plain(load(write(BASE, *later), sets).document)


@pytest.mark.parametrize(
    ("later", "path", "expected"),
    [
        ("seed: 3", ["seed"], 3),
        ("data: {target: z}", ["data"], {"path": "a.csv", "target": "z"}),
        ("train: {metrics: [auc]}", ["train", "metrics"], ({"auc": {}},)),
        ("model: {layers: [output]}", ["model", "layers"], ({"output": {}},)),
        ("train: {optimizer: sgd}", ["train", "optimizer"], {"sgd": {}}),
        ("train: {optimizer: {sgd: {momentum: 0.9}}}", ["train", "optimizer"], {"sgd": {"momentum": 0.9}}),
        (
            "train: {optimizer: {adam: {beta_1: 0.7}}}",
            ["train", "optimizer"],
            {"adam": {"learning_rate": 0.1, "beta_1": 0.7}},
        ),
        ("train: {optimizer: {adam: 0.2}}", ["train", "optimizer"], {"adam": {"learning_rate": 0.2, "beta_1": 0.8}}),
        ("train: {optimizer: adam}", ["train", "optimizer"], {"adam": {"learning_rate": 0.1, "beta_1": 0.8}}),
        (
            "train: {optimizer: {adam: {learning_rate: "
            "{exponential_decay: {initial_learning_rate: 1, decay_steps: 2, decay_rate: 0.5}}}}}",
            ["train", "optimizer", "adam", "learning_rate"],
            {"exponential_decay": {"initial_learning_rate": 1, "decay_steps": 2, "decay_rate": 0.5}},
        ),
        ("train: {early_stopping: {patience: 1}}", ["train", "early_stopping"], {"patience": 1}),
    ],
)
def test_the_later_file_wins(write: Write, later: str, path: list[str], expected: object) -> None:
    got = tree(write, later)
    for step in path:
        got = got[step]
    assert got == expected


def test_null_in_a_later_file_takes_a_mapping_away(write: Write) -> None:
    files = write(BASE + "  early_stopping: {patience: 1}\n", "train: {early_stopping: null}")
    assert load(files).config.train.early_stopping is None


def test_column_kinds_are_merged_one_by_one(write: Write) -> None:
    head = "data: {path: a.csv, target: y, columns: %s}\nmodel: {layers: [output]}\n"
    files = write(
        head % "{a: {number: {scale: none}}, b: number, c: category}",
        "data: {columns: {a: {number: {missing: mean}}, b: boolean}}",
    )
    assert plain(load(files).document)["data"]["columns"] == {
        "a": {"number": {"scale": {"none": {}}, "missing": "mean"}},
        "b": {"boolean": {}},
        "c": {"category": {}},
    }


@pytest.mark.parametrize(
    ("setting", "path", "expected"),
    [
        ("seed=3", ["seed"], 3),
        ("name='3'", ["name"], "3"),
        ("data.path=a=b.csv", ["data", "path"], "a=b.csv"),
        ("data.format.delimiter=,", ["data", "format", "delimiter"], ","),
        ("data.format.comment=#", ["data", "format", "comment"], "#"),
        ("data.format.quote='", ["data", "format", "quote"], "'"),
        ("data.format.quote=','", ["data", "format", "quote"], ","),
        ("train.epochs=1e3 # no", ["train", "epochs"], None),
        ("train.early_stopping.patience=4", ["train", "early_stopping"], {"patience": 4}),
        ("train.metrics=[auc, accuracy]", ["train", "metrics"], ({"auc": {}}, {"accuracy": {}})),
        ("train.metrics.0=auc", ["train", "metrics"], ({"auc": {}},)),
        ("model.layers.0=output", ["model", "layers", 0], {"output": {}}),
        ("model.layers.0.dense.units=7", ["model", "layers", 0], {"dense": {"units": 7}}),
        ("model.layers.0.dense=7", ["model", "layers", 0], {"dense": {"units": 7}}),
        (
            "model.layers.0.dense.activation=relu",
            ["model", "layers", 0],
            {"dense": {"units": 10, "activation": {"relu": {}}}},
        ),
        ("model.layers.1.dropout.rate=0.5", ["model", "layers", 1], {"dropout": {"rate": 0.5}}),
        ("train.optimizer.adam.beta_1=0.5", ["train", "optimizer", "adam", "beta_1"], 0.5),
        ("train.optimizer=sgd", ["train", "optimizer"], {"sgd": {}}),
        ("train.optimizer={adam: {beta_2: 0.5}}", ["train", "optimizer", "adam", "beta_1"], 0.8),
        ("train.loss.huber.delta=2", ["train", "loss"], {"huber": {"delta": 2}}),
        ("gates.accuracy.min=0.9", ["gates"], {"accuracy": {"min": 0.9}}),
        ('data.columns={"a.b": number}', ["data", "columns"], {"a.b": {"number": {}}}),
    ],
)
def test_set(write: Write, setting: str, path: list[Any], expected: object) -> None:
    if expected is None:
        assert said(lambda: tree(write, sets=(setting,))) == [
            f"--set {setting}: train.epochs: expected a whole number of at least 1; got the number 1000.0"
        ]
        return
    got = tree(write, sets=(setting,))
    for step in path:
        got = got[step]
    assert got == expected


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("train.epochs", "expected PATH=VALUE, such as train.epochs=10"),
        ("=3", "expected PATH=VALUE, such as train.epochs=10"),
        ("train..epochs=3", "expected PATH=VALUE, such as train.epochs=10"),
        (".".join("a" * 51) + "=3", "a path of 51 steps, expected at most 50"),
        ("train.epochs=ten", "train.epochs: expected a whole number of at least 1; got text 'ten'"),
        ("train.epoch=3", "train.epoch: unknown key; did you mean 'epochs'?"),
        ("trian.epochs=3", "trian: unknown key; did you mean 'train'?"),
        ("train.epochs=[1", "the bracket that opens here is never closed"),
        ("seed=&a 1", "anchor &a is not taken: delete it, or put text in quotes"),
        ("data={target: a, target: b}", "data.target: key written twice"),
        ("model.layers.3.dense.units=3", "model.layers: there is no item 3: the list has 3 items, 0 to 2"),
        ("train.metrics.1=auc", "train.metrics: there is no item 1: the list has 1 item, 0"),
        ("model.layers.-1=output", "model.layers: expected the number of an item, counted from 0, got '-1'"),
        ("model.layers.dense=3", "model.layers: expected the number of an item, counted from 0, got 'dense'"),
        (
            "model.layers.0.dropout.rate=0.5",
            "model.layers[0]: is dense, not dropout; set it whole: --set 'model.layers.0={dropout: {rate: 0.5}}'",
        ),
        (
            "train.optimizer.sgd.momentum=0.5",
            "train.optimizer: is adam, not sgd; set it whole: --set 'train.optimizer={sgd: {momentum: 0.5}}'",
        ),
        ("data.path.x=3", "data.path: 'x' cannot be set below text 'a.csv'; expected text, or a list"),
        ("data.missing.0=NA", "data.missing: the config has no such list; set it whole: --set 'data.missing=[...]'"),
    ],
)
def test_bad_set(write: Write, setting: str, problem: str) -> None:
    assert said(lambda: tree(write, sets=(setting,))) == [f"--set {setting}: {problem}"]


def test_settings_are_applied_in_order(write: Write) -> None:
    assert load(write(BASE), ["seed=1", "seed=2"]).config.seed == 2
    assert load(write(BASE), ["seed=1"], seed=9).config.seed == 9


def test_seed_is_bounded(write: Write) -> None:
    assert said(lambda: load(write(BASE), seed=-1)) == [
        "--seed: seed: expected a whole number from 0 to 2147483647; got the number -1"
    ]


def test_strange_settings_are_shown_on_one_line(write: Write) -> None:
    (problem,) = said(lambda: tree(write, sets=("trian=\n\x1b[31m'a'" + "x" * 200,)))
    assert problem.isprintable()
    assert len(problem) < 250


def test_text_faults_of_all_files_come_first(write: Write) -> None:
    files = write("sed: 1\nseed: 1\nseed: 2\n", "a: [", "a: @")
    assert said(lambda: load(files, ["train.epochs=ten"])) == [
        "a.yaml:3:1: seed: key written twice; first at line 2",
        "b.yaml:1:5: the text ends here with a bracket still open: close it",
        "c.yaml:1:4: text cannot begin with '@': put it in quotes",
    ]


def test_problems_are_in_the_order_of_the_files(write: Write) -> None:
    a, b = write(BASE + "  epochs: ten\nzzzz: 1\n", "seed: x\ntrain: {keep: bst}\n")
    assert said(lambda: load([b, a], ["train.threads=-1"], seed=-1)) == [
        "b.yaml:2:15: train.keep: expected one of best, last; got text 'bst'; did you mean 'best'?",
        "a.yaml:10:11: train.epochs: expected a whole number of at least 1; got text 'ten'",
        "a.yaml:11:1: zzzz: unknown key; choose from name, seed, data, model, train, gates, slices",
        "--set train.threads=-1: train.threads: expected a whole number from 0 to 1024; got the number -1",
        "--seed: seed: expected a whole number from 0 to 2147483647; got the number -1",
    ]


def test_files_that_cannot_be_read(write: Write, tmp_path: Path) -> None:
    write(BASE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / ".gitlab-ci.yml").touch()
    cases = {
        "aa.yaml": "there is no such file; did you mean 'a.yaml'?",
        "folder/.gitlab.yml": "there is no such file; did you mean '.gitlab-ci.yml'?",
        "folder": "this is a folder, expected a YAML file",
        "train.epochs=3": "there is no such file; a key of the config is overruled with --set train.epochs=3",
        "seed=3": "there is no such file; a key of the config is overruled with --set seed=3",
        "aa=3.yaml": "there is no such file; did you mean 'a.yaml'?",
        "none/a.yaml": "there is no such file; there is no folder none either",
        "folder/a.yaml": "there is no such file; folder holds no YAML file",
        "a.yaml/b": "cannot be read: Not a directory",
        "a\0b": "cannot be read: embedded null byte",
    }
    for name, reason in cases.items():
        shown = name.replace("\0", r"\x00")
        assert said(lambda name=name: load([Path(name)])) == [f"{shown}: {reason}"]  # type: ignore[misc]
    assert len(said(lambda: load([Path(name) for name in cases]))) == len(cases)


def test_no_file_is_a_fault_of_the_command_line() -> None:
    with pytest.raises(UsageError):
        load([])


@pytest.mark.parametrize(
    ("stem", "name"),
    [("penguins", "penguins"), ("my run (2)", "my-run-2-"), ("_x", "x"), ("größe", "gr-e"), ("--", "run")],
)
def test_a_config_without_a_name_has_its_files(tmp_path: Path, stem: str, name: str) -> None:
    file = tmp_path / f"{stem}.yaml"
    file.write_text(BASE)
    assert load([file]).config.name == name


def test_what_is_loaded_remembers_its_files(write: Write, tmp_path: Path) -> None:
    first, second = write(BASE, "seed: 2")
    loaded = load([tmp_path / first, second])
    assert loaded.files == (tmp_path / first, second)
    assert loaded.texts == (BASE.encode(), b"seed: 2")
    assert loaded.folder == tmp_path


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("data", "path"), Span("a.yaml", 1, 14)),
        (("model", "layers", 0, "dense", "units"), Span("a.yaml", 4, 14)),
        (("model", "layers", 0, "dense", "activation"), Span("a.yaml", 4, 7)),
        (("model", "layers", 1, "dropout", "rate"), Span("a.yaml", 5, 23)),
        (("model", "layers", 2, "output", "activation"), Span("a.yaml", 6, 7)),
        (("model", "layers", 1), Span("a.yaml", 5, 7)),
        (("model", "layers", 9), Span("a.yaml", 3, 3)),
        (("train", "optimizer", "adam", "beta_1"), Span("b.yaml", 1, 36)),
        (("train", "epochs"), Span("--set train.epochs=3")),
        (("gates", "accuracy"), Span("a.yaml", 1, 1)),
    ],
)
def test_places_for_later_phases(write: Write, path: tuple[str | int, ...], span: Span) -> None:
    loaded = load(write(BASE, "train: {optimizer: {adam: {beta_1: 0.7}}}"), ["train.epochs=3"])
    assert loaded.span(*path) == span
    assert loaded.problem(path, "told").span == span


def test_loading_is_light() -> None:
    heavy = "{'tensorflow', 'keras', 'numpy', 'polars', 'pandas', 'scipy', 'sklearn'}"
    file = Path(__file__).parents[1] / "configs" / "good" / "component_options.yaml"
    code = (
        "import sys, pathlib; from nettrain.config import load, printing, reference;"
        f"load.load([pathlib.Path({str(file)!r})]); print(sorted({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
