"""Every file of tests/configs: what is good loads, what is bad says exactly what stands beside it."""

from __future__ import annotations

import operator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from nettrain.config.load import load
from nettrain.errors import ConfigError

CONFIGS = Path(__file__).parents[1] / "configs"
BAD = sorted((CONFIGS / "bad").glob("*.yaml"))
GOOD = sorted((CONFIGS / "good").glob("*.yaml"))

FACTS: dict[str, dict[str, Any]] = {
    "smallest": {"name": "smallest", "seed": 0, "data.target": ("y",), "train.epochs": 100, "gates": {}},
    "spellings": {"model.layers.0": "=model.layers.1", "model.layers.2": "=model.layers.0", "model.layers.3.rate": 0.1},
    "block_style": {
        "name": "block",
        "data.target": ("y", "z"),
        "data.drop": ("rowid",),
        "train.optimizer.momentum": 0.9,
    },
    "flow_style": {"name": "flow", "data.target": ("y", "z"), "model.layers.0.units": 3, "train.epochs": 2},
    "json": {"name": "json", "seed": 3},
    "numbers": {
        "seed": 17,
        "train.epochs": 16,
        "train.batch_size": 15,
        "train.optimizer.learning_rate": 0.001,
        "train.early_stopping.min_delta": 0.5,
        "train.early_stopping.patience": 3,
        "gates.accuracy.min": 5.0,
    },
    "words_are_text": {
        "name": "no",
        "data.path": ("on",),
        "data.target": ("yes",),
        "data.drop": ("off", "n", "2024-01-01", "1_000", "0b11", "1:30", "12e", "~x", "nULL"),
    },
    "quoted_is_text": {"data.path": ("1",), "data.target": ("true",), "data.drop": ("null", "~", "1e3")},
    "missing_cells": {"data.missing": ("", "NA", "-999", "\t", "a b")},
    "multi_line_text": {"data.path": ("a b.csv",), "data.target": ("folded name",), "data.drop": ("first\nsecond",)},
    "comments": {"data.drop": ("a#b",)},
    "null_keys": {"name": "null_keys", "train.monitor": None, "train.class_weights": None, "train.metrics": None},
    "warmup_steps": {"train.warmup.steps": 10, "train.warmup.epochs": None},
    "auto_and_all": {"train.loss": "auto", "train.batch_size": "all", "train.class_weights": "balanced"},
    "class_weights": {"train.class_weights": {"0": 1.0, "1": 2.5, "a.b": 3.0, "a b": 4.0}},
    "nested_components": {"train.optimizer.learning_rate.decay_steps": 100},
    "component_options": {
        "model.layers.0.kernel_initializer.stddev": 0.1,
        "model.layers.0.kernel_initializer.mean": 0.0,
        "model.layers.0.kernel_regularizer.l2": 0.01,
    },
    "columns": {"data.columns.age.flag": True, "data.columns.größe.missing": "median"},
    "files_of_their_own": {
        "data.train": ("a.csv",),
        "data.validation": ("b.csv",),
        "data.test": ("c.csv",),
        "data.path": (),
    },
    "unicode": {"data.path": ("Ä/日本.csv",), "data.target": ("🌷",)},
    "deep_but_allowed": {"model.layers.0.kernel_initializer.stddev": 0.1},
    "byte_order_mark": {"seed": 5},
}


def look_up(value: Any, path: str) -> Any:
    def step(at: Any, name: str) -> Any:
        return (
            at[name]
            if isinstance(at, dict)
            else operator.getitem(at, int(name))
            if name.isdigit()
            else getattr(at, name)
        )

    return reduce(step, path.split("."), value)


def test_facts_name_the_good_files() -> None:
    assert sorted(FACTS) == [file.stem for file in GOOD]


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_good_file(file: Path) -> None:
    config = load([file]).config
    for path, fact in FACTS[file.stem].items():
        expected = look_up(config, fact[1:]) if isinstance(fact, str) and fact.startswith("=") else fact
        got = look_up(config, path)
        assert (path, got, type(got)) == (path, expected, type(expected))


def test_there_are_bad_files() -> None:
    assert len(BAD) >= 70
    assert {file.stem for file in BAD} == {file.stem for file in (CONFIGS / "bad").glob("*.txt")}


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    with pytest.raises(ConfigError) as found:
        load([Path(file.name)])
    said = "".join(f"{problem}\n" for problem in found.value.problems)
    assert said == file.with_suffix(".txt").read_text("utf-8")
    places = [(problem.span.line, problem.span.column) for problem in found.value.problems]
    assert places == sorted(places)
