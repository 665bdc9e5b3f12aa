"""Options that are wrong: what is said of their values, and how to say those that are keys of the config."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from nettrain.cli import PATHS, command_line
from nettrain.cli.keys import key_for_option
from nettrain.cli.verb_names import BORROWED, VERBS, meant_by
from tests.cli.conftest import nettrain


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fit", "c.yaml", "--epochs", "3"], "train.epochs=3"),
        (["fit", "c.yaml", "--batch-size=64"], "train.batch_size=64"),
        (["fit", "c.yaml", "--optimizer", "{adam: 0.1}"], "'train.optimizer={adam: 0.1}'"),
        (["check", "--target", "-q"], "data.target=VALUE"),
        (["check", "c.yaml", "--epochs"], "train.epochs=VALUE"),
        (["fit", "c.yaml", "--set", "train.epochs=ten"], ""),
        (["fit", "epochs"], ""),
        (["show", "--epochs", "3"], ""),
        ([], ""),
    ],
)
def test_the_key_is_named(arguments: list[str], said: str) -> None:
    hint = key_for_option(arguments)
    assert hint == (f"a key of the config is overruled with --set {said}" if said else "")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("train", "did you mean 'nettrain fit'?"),
        ("trian", "did you mean 'nettrain fit'?"),
        ("Fit", "did you mean 'nettrain fit'?"),
        ("evaluate", "did you mean 'nettrain eval'?"),
        ("predcit", "did you mean 'nettrain predict'?"),
        ("help", "did you mean 'nettrain --help'?"),
        ("frobnicate", f"choose from {', '.join(VERBS)}"),
        ("fit", ""),
        ("--help", ""),
        ("", ""),
    ],
)
def test_the_verb_is_named(word: str, said: str) -> None:
    assert meant_by(word) == said


def test_what_is_meant_by_a_word_is_there() -> None:
    for meant in BORROWED.values():
        assert meant in VERBS or meant in ("--help", "--version")


def test_a_command_that_is_none_is_answered(tmp_path: Path) -> None:
    done = nettrain(tmp_path, "train", "c.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "nettrain: did you mean 'nettrain fit'?"


def test_the_command_line_says_it_last(tmp_path: Path) -> None:
    done = nettrain(tmp_path, "fit", "c.yaml", "--epochs", "3")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith("--set train.epochs=3")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["check", ""], "CONFIG"),
        (["check", "c.yaml", ""], "CONFIG"),
        (["fit", ""], "CONFIG"),
        (["fit", "c.yaml", "-o", ""], "-o' / '--output"),
        (["fit", "--resume", ""], "--resume"),
        (["fit", "c.yaml", "--no-worse-than="], "--no-worse-than"),
        (["eval", ""], "RUN"),
        (["eval", "--data="], "--data"),
        (["predict", "", "d.csv"], "RUN"),
        (["predict", "latest", ""], "DATA"),
        (["predict", "latest", "d.csv", "-o", ""], "-o' / '--output"),
        (["compare", "latest", ""], "RUN"),
        (["report", "-o", ""], "-o' / '--output"),
        (["show", ""], "RUN"),
        (["schema", "-o", ""], "-o' / '--output"),
        (["init", ""], "DATA"),
        (["init", "d.csv", "-o", ""], "-o' / '--output"),
    ],
)
def test_an_empty_path_is_no_folder(arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(arguments) == 2
    told = f"Invalid value for '{name}': the path is empty; is it a variable that is not set?"
    assert told in capsys.readouterr().err


def test_every_path_of_a_verb_is_known_as_one() -> None:
    for name in VERBS:
        for parameter in signature(import_module(f"nettrain.cli.verbs.{name}").verb, eval_str=True).parameters.values():
            assert "Path" not in str(parameter.annotation) or parameter.name in PATHS, (name, parameter)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["init", "data.csv", "--preset", "big"], "'big' is not one of 'small', 'standard'."),
        (["predict", "run", "data.csv", "--format", "xml"], "'xml' is not one of 'csv', 'parquet'."),
    ],
)
def test_a_wrong_value_is_told_without_who_found_it(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = nettrain(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: Invalid value for '{arguments[-2]}': {said}"
