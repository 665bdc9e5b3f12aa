"""What a later file or `--set` overrules: where its faults are told, what its path may look like, what is advised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nettrain.config.adjusting import read_otherwise
from nettrain.config.assigning import read_setting, typed
from nettrain.config.config import Config
from nettrain.config.load import Loaded, load
from nettrain.config.nodes import plain
from nettrain.config.paths import Step, shown
from nettrain.config.printing import print_config
from nettrain.errors import ConfigError, Span

BASE = """\
data: {path: a.csv, target: y, split: {validation: 0.5}, columns: {x: {number: {clip: [1, 2]}}}}
model: {layers: [{dense: 4}, {activation: relu}, output]}
train: {optimizer: {adam: 0.1}, loss: {huber: 1}, metrics: [accuracy]}
"""
SGD = "train: {optimizer: sgd}"
DECAY = "{exponential_decay: {initial_learning_rate: 1, decay_steps: 2, decay_rate: 0.5}}"


def loaded(later: str, *sets: str) -> Loaded:
    """Load BASE as a.yaml, then `later` as b.yaml, then the settings, in the working directory."""
    Path("a.yaml").write_text(BASE)
    Path("b.yaml").write_text(later)
    return load([Path("a.yaml"), *([Path("b.yaml")] if later else [])], sets)


def said(later: str, *sets: str) -> list[str]:
    with pytest.raises(ConfigError) as found:
        loaded(later, *sets)
    return [str(problem) for problem in found.value.problems]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("later", "sets", "place"),
    [
        ("", ["model.layers=[]"], "--set model.layers=[]: model.layers: "),
        ("\nmodel: {layers: {dense: 3}}", [], "b.yaml:2:9: model.layers: "),
        ("\nmodel: {layers: {dense: 3}}", ["model.layers=[]"], "--set model.layers=[]: model.layers: "),
        ("", ["data.target=[]"], "--set data.target=[]: data.target: "),
        ("", ["data.target={a: b}"], "--set data.target={a: b}: data.target: "),
        ("", ["data.target=3"], "--set data.target=3: data.target: "),
        (
            "",
            ["data.columns.x={number: {clip: none}}"],
            "--set data.columns.x={number: {clip: none}}: data.columns.x.number.clip: expected a number above 0",
        ),
        ("train: {optimizer: {adam: {learning_rate: [1]}}}", [], "b.yaml:1:28: train.optimizer.adam.learning_rate: "),
        ("", ["train.optimizer.adam=[1]"], "--set train.optimizer.adam=[1]: train.optimizer.adam.learning_rate: "),
        ("train: {optimizer: {sgd: 1, lion: 2}}", [], "b.yaml:1:9: train.optimizer: "),
        ("data: {columns: {x: [number]}}", [], "b.yaml:1:18: data.columns.x: "),
        ("", ["model.layers.0.dense.units=[]"], "--set model.layers.0.dense.units=[]: model.layers[0].dense.units: "),
        ("data: {split: {test: 0.6}}", [], "b.yaml:1:22: data.split.test: validation and test together take 1.1 "),
        ("", ["data.split.test=0.6"], "--set data.split.test=0.6: data.split.test: validation and test together take "),
        ("data: {drop: [k, y]}", [], "b.yaml:1:18: data.drop[1]: the target 'y' is also under drop"),
        (
            "data: {drop: y}",
            ["data.target=[k, y]"],
            "--set data.target=[k, y]: data.target[1]: the target 'y' is also ",
        ),
        ("data: {weight: y}", [], "b.yaml:1:16: data.weight: the weight 'y' is also the target"),
        ("data: {drop: [k]}", ["data.weight=k"], "--set data.weight=k: data.weight: the weight 'k' is also under "),
        ("data: {weight: k}", ["data.drop=[j, k]"], "--set data.drop=[j, k]: data.drop[1]: the weight 'k' is also "),
        ("", ["data.train=b.csv"], "--set data.train=b.csv: data.train: expected one of path (files to be split) "),
        ("data: {test: b.csv}", [], "b.yaml:1:14: data.test: validation and test files go with train, not with "),
        ("", ["data.split.method=group"], "--set data.split.method=group: data.split.method: split.by must name the "),
        (
            "",
            ["data.format={quote: ;, delimiter: ;}"],
            "--set data.format={quote: ;, delimiter: ;}: data.format.quote: ",
        ),
        ("train: {warmup: {epochs: 2}}", ["train.warmup.steps=9"], "--set train.warmup.steps=9: train.warmup.steps: "),
        ("gates: {f1_score: {min: 2}}", ["gates.f1_score.max=1"], "--set gates.f1_score.max=1: gates.f1_score.max: "),
        (
            "train: {optimizer: {sgd: {nesterov: true}}}",
            ["train.optimizer.sgd.momentum=0"],
            "--set train.optimizer.sgd.momentum=0: train.optimizer.sgd.momentum: nesterov: true changes nothing ",
        ),
        ("data: {split: null}", ["data.split={validation: 1, tes: 0}"], "--set data.split={validation: 1, tes: 0}: "),
    ],
)
def test_a_fault_stands_where_the_value_came_from(later: str, sets: list[str], place: str) -> None:
    first, *_ = said(later, *sets)
    assert first.startswith(place)


def test_later_phases_find_what_overruled() -> None:
    got = loaded("\nmodel: {layers: [output]}\n", "train.metrics=[auc]", "data.columns.x.number.scale=none")
    assert got.span("model", "layers") == Span("b.yaml", 2, 9)
    assert got.span("train", "metrics") == Span("--set train.metrics=[auc]")
    assert got.span("train", "loss", "huber") == Span("a.yaml", 3, 40)
    assert got.span("data", "columns", "x", "number") == Span("a.yaml", 1, 72)
    assert got.span("train") == Span("a.yaml", 3, 1)


def test_the_printed_config_names_what_overruled() -> None:
    lines = print_config(loaded("model: {layers: [output]}", "data.columns.x.number.clip=[3, 4]", "data.missing=[]"))
    for line in [
        "        use_bias: true  # default",
        "  missing: []  # --set data.missing=[]",
        "          - 3  # --set data.columns.x.number.clip=[3, 4]",
        "    validation: 0.5  # a.yaml:1",
    ]:
        assert line.replace("- 3 ", "- 3.0 ") in lines.splitlines()


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ("model.layers[0].dense.units", ("model", "layers", "0", "dense", "units")),
        ("model.layers.[0].dense", ("model", "layers", "0", "dense")),
        (" model . layers[0] ", ("model", "layers", "0")),
        ("a[1][22]", ("a", "1", "22")),
        ("a[x].b[-1]", ("a[x]", "b[-1]")),
        ("data.columns.x[0]", ("data", "columns", "x[0]")),  # the names of columns are free
        ("data.columns.x[0].sequence.of[1]", ("data", "columns", "x[0]", "sequence", "of", "1")),
        ("data.columns.'a b'.number", ("data", "columns", "a b", "number")),
        ('data.columns."a.b=c".number', ("data", "columns", "a.b=c", "number")),
        (r"data.columns.'l\nm\''", ("data", "columns", "l\nm'")),
        ("slices.'a b'[0]", ("slices", "a b", "0")),
        ("data.columns.don't", ("data", "columns", "don't")),
        ("data.columns.'a'b", ("data", "columns", "'a'b")),
        ("data.columns.'a", ("data", "columns", "'a")),
    ],
)
@pytest.mark.parametrize("value", ["", "'x.y' = [0]"])
def test_paths_as_they_are_typed_and_as_messages_print_them(written: str, steps: tuple[str, ...], value: str) -> None:
    assert read_setting(f"{written}={value}", Config) == (steps, value)
    assert read_setting(written, Config) == (steps, None)


@pytest.mark.parametrize(
    "key", ["a b", "x.y", "a=b", "x[0]", "größe", "it's", 'say "x"', "l\nm", "\\", "'", "a\u200bb"]
)
def test_what_is_printed_can_be_typed(key: str) -> None:
    path: tuple[Step, ...] = ("data", "columns", key, "sequence", "of", 2)
    for written in (shown(path), typed(path)):
        assert read_setting(f"{written}=3", Config) == (tuple(map(str, path)), "3")


def test_such_paths_are_set() -> None:
    tree = plain(loaded("", "model.layers[0].dense.units=7", "data.columns.'a b'=category").document)
    assert tree["model"]["layers"][0] == {"dense": {"units": 7}}
    assert tree["data"]["columns"]["a b"] == {"category": {}}


def test_such_paths_say_how_another_file_is_read() -> None:
    config = loaded("", "data.missing=[a, b]").config
    assert read_otherwise(config, ["data.missing[1]=c"]).data.missing == ("a", "c")


@pytest.mark.parametrize(
    ("later", "sets", "origin"),
    [
        ("data: {columns: {}}", [], "b.yaml:1"),
        ("", ["data.columns={}"], "--set data.columns={}"),
        ("", ["data={columns: {}}"], "--set data={columns: {}}"),
    ],
)
def test_an_empty_mapping_empties(later: str, sets: list[str], origin: str) -> None:
    made = loaded(later, *sets)
    assert made.config.data.columns == {}
    assert made.config.data.split.validation == 0.5, "what stands beside it stays"
    assert f"  columns: {{}}  # {origin}\n" in print_config(made)


def test_an_empty_mapping_empties_all_that_has_a_default() -> None:
    assert loaded("", "data.split={}").config.data.split == type(loaded("").config.data.split)()
    refilled = loaded("data: {columns: {}}", "data.columns.z=category").config.data.columns
    assert list(refilled) == ["z"]


@pytest.mark.parametrize(
    ("later", "sets"), [("{}", []), ("train: {optimizer: adam}", []), ("", ["train.optimizer.adam={}"])]
)
def test_what_says_nothing_empties_nothing(later: str, sets: list[str]) -> None:
    """A file without keys, and a component without options: adam is adam: {}."""
    assert loaded(later, *sets).config == loaded("").config


ADVISED: list[tuple[str, Sequence[str], str, str | None]] = [
    (
        "",
        ["train.optimizer.beta_1=0.5"],
        "no optimizer is named 'beta_1'; did you mean 'train.optimizer.adam.beta_1'?",
        "train.optimizer.adam.beta_1=0.5",
    ),
    (
        SGD,
        ["train.optimizer.beta_1=1"],
        "no optimizer is named 'beta_1', and sgd has no such option; choose from ",
        "train.optimizer.sgd.momentum=1",
    ),
    (
        SGD,
        ["train.optimizer.momentun=0.9"],
        "no optimizer is named 'momentun'; did you mean 'train.optimizer.sgd.momentum'?",
        "train.optimizer.sgd.momentum=0.9",
    ),
    (
        SGD,
        ["train.optimizer.admw=1"],
        "no optimizer is named 'admw'; did you mean --set 'train.optimizer={adamw: 1}'?",
        "train.optimizer={adamw: 1}",
    ),
    (
        "train: {optimizer: null}",
        ["train.optimizer.beta_1=0.5"],
        "no optimizer is named 'beta_1'; did you mean 'train.optimizer.adam.beta_1'?",
        "train.optimizer.adam.beta_1=0.5",
    ),
    (
        "train: {optimizer: {beta_1: 0.5}}",
        [],
        "no optimizer is named 'beta_1'; did you mean 'train.optimizer.adam.beta_1'?",
        "train: {optimizer: {adam: {beta_1: 0.5}}}",
    ),
    (
        "train: {optimizer: {foo: 0.5}}",
        [],
        "no optimizer is named 'foo'; choose from adadelta, ",
        "train: {optimizer: {adadelta: 0.5}}",
    ),
    (
        "",
        ["model.layers.0.units=3"],
        "no layer is named 'units'; did you mean 'model.layers.0.dense.units'?",
        "model.layers.0.dense.units=3",
    ),
    (
        "",
        ["model.layers[0].unit=3"],
        "no layer is named 'unit'; did you mean 'model.layers.0.dense.units'?",
        "model.layers.0.dense.units=3",
    ),
    (
        "",
        ["model.layers.0.kernel_initializer.glorot_normal.seed=3"],
        "did you mean 'model.layers.0.dense.kernel_initializer.glorot_normal.seed'?",
        "model.layers.0.dense.kernel_initializer.glorot_normal.seed=3",
    ),
    (
        "",
        ["model.layers.0.dens.units=3"],
        "no layer is named 'dens'; did you mean 'dense'?",
        "model.layers.0.dense.units=3",
    ),
    (
        "",
        ["data.columns.'a b'=number", "data.columns.'a b'.clip=[3, 4]"],
        "did you mean 'data.columns.\"a b\".number.clip'?",
        'data.columns."a b".number.clip=[3, 4]',
    ),
    (
        "",
        ["train.optimizer.adam.learning_rate.decay_steps=3"],
        "no learning-rate schedule is named 'decay_steps'; choose from auto, ",
        "train.optimizer.adam.learning_rate=auto",
    ),
    (
        "",
        ["train.loss=auto", "train.loss.huber=2"],
        "set it whole: --set 'train.loss={huber: 2}'",
        "train.loss={huber: 2}",
    ),
    ("", ["data.path.0=b.csv"], "set it whole: --set 'data.path=[...]'", "data.path=[b.csv]"),
    (
        "",
        ["train.epochs=5", "train.epochs.x=3"],
        "below the number 5; expected a whole number of at least 1",
        "train.epochs=3",
    ),
    (
        "",
        ["train.class_weights=balanced", "train.class_weights.0=2"],
        "set it whole: --set 'train.class_weights={\"0\": 2}'",
        'train.class_weights={"0": 2}',
    ),
    (
        "",
        ["model.layers.0.dropout.noise_shape.1=2"],
        "set it whole: --set 'model.layers.0={dropout: {rate: ..., noise_shape: [...]}}'",
        "model.layers.0={dropout: {rate: 0.5, noise_shape: [1, 2]}}",
    ),
    (
        SGD,
        ["train.momentum=0.9"],
        "unknown key here; did you mean 'train.optimizer.sgd.momentum'?",
        "train.optimizer.sgd.momentum=0.9",
    ),
    (
        "train: {optimizer: sgd, learning_rate: 1}",
        [],
        "unknown key here; did you mean 'train.optimizer.sgd.learning_rate'?",
        "train: {optimizer: {sgd: {learning_rate: 1}}}",
    ),
    (SGD, ["train.beta_1=0.9"], "train.beta_1: unknown key; choose from ", None),
    (
        "train: {beta_1: 0.5}",
        [],
        "unknown key here; did you mean 'train.optimizer.adam.beta_1'?",
        "train: {optimizer: {adam: {beta_1: 0.5}}}",
    ),
    (
        "",
        [f"train.optimizer.adam.learning_rate={DECAY}", "train.decay_rate=1"],
        "did you mean 'train.optimizer.adam.learning_rate.exponential_decay.decay_rate'?",
        "train.optimizer.adam.learning_rate.exponential_decay.decay_rate=1",
    ),
    (
        "train: {optimizer: {adm: 1}, beta_1: 0.5}",
        [],
        "train.optimizer: no optimizer is named 'adm'; did you mean 'adam'?",
        "train: {optimizer: {adam: 1}}",
    ),
    (
        "",
        ["data.split.train=0.8"],
        "data.split.train: unknown key here; what validation and test leave is trained on: set these",
        "data.split.validation=0.2",
    ),
    (
        "",
        ["data.missing=[null]"],
        "data.missing[0]: expected text; got nothing; put it in quotes, or delete it",
        "data.missing=['null']",
    ),
    ("", ["train.freeze=[~]"], "got nothing; put it in quotes, or delete it", "train.freeze=['~']"),
    (
        "",
        ["data.target=null"],
        "data.target: expected text, or a list; got nothing; give it a value, or delete it",
        "data.target=z",
    ),
    ("", ["data.columns=null"], "got nothing; give it a value, {} to empty it, or delete it", "data.columns={}"),
    (
        "",
        ["data.columns.x={ordinal: [a]}"],
        "expected a list with at least 2 items; got a list of one item",
        "data.columns.x={ordinal: [a, b]}",
    ),
]
"""A later file, settings, what is advised, and what it leads to in place of the last setting, or else of the file."""


@pytest.mark.parametrize(("later", "sets", "advice"), [row[:3] for row in ADVISED])
def test_what_is_advised(later: str, sets: list[str], advice: str) -> None:
    assert advice in said(later, *sets)[0]


@pytest.mark.parametrize(("later", "sets", "mended"), [(row[0], row[1], row[3]) for row in ADVISED if row[3]])
def test_what_is_advised_can_be_done(later: str, sets: list[str], mended: str) -> None:
    assert loaded(later, *sets[:-1], mended) if sets else loaded(mended)


def test_a_place_is_one_line() -> None:
    assert str(Span("two\nlines.csv", 3, 1)) == r"two\nlines.csv:3:1"
