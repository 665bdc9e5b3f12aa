"""--json of what fails: one document on stdout, the same lines as ever on stderr, the same exit code."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from nettrain.cli.exits import carry_out
from nettrain.commands.outcome import Outcome
from nettrain.errors import InterruptedRunError, NettrainError, RunError
from tests.cli.conftest import NETWORK, QUICK, nettrain
from tests.cli.test_environment import exit_code_of
from tests.making import write_config, write_table

NOWHERE = {"file": None, "line": None, "column": None, "where": None}

CONFIG, RUN = "config.yaml", "runs/config/1"


@pytest.fixture(scope="module")
def copied(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a finished run that may be written to."""
    folder = tmp_path_factory.mktemp("copied") / "copy"
    shutil.copytree(trained, folder, symlinks=True)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a good config, one with a typo, one whose data are not there, and an unfinished run."""
    write_table(tmp_path, "binary")
    text = write_config(tmp_path, NETWORK, QUICK).read_text()
    (tmp_path / "typo.yaml").write_text(text.replace("units", "unit"))
    (tmp_path / "lost.yaml").write_text(text.replace("table.csv", "tables.csv"))
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun/plan.json").write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    ("verb", "code", "problem"),
    [
        ("check nix.yaml", 2, {"file": "nix.yaml", "line": None, "column": None, "where": None}),
        ("check typo.yaml", 2, {"file": "typo.yaml", "where": "model.layers[0].dense.unit"}),
        (
            "fit config.yaml --set train.epochs=ten",
            2,
            {
                "file": "--set train.epochs=ten",
                "line": None,
                "column": None,
                "where": "train.epochs",
                "message": "expected a whole number of at least 1; got text 'ten'",
            },
        ),
        ("eval none", 2, NOWHERE),
        ("predict none table.csv", 2, NOWHERE),
        ("fit lost.yaml", 3, {"file": "lost.yaml", "line": 2, "column": 9, "where": "data.path"}),
        ("fit config.yaml -o begun", 5, NOWHERE),
        ("show begun", 5, NOWHERE),
        ("eval --nonsense", 2, {**NOWHERE, "message": "No such option: --nonsense"}),
        ("fit config.yaml --epochs 3", 2, {"message": "a key of the config is overruled with --set train.epochs=3"}),
    ],
)
def test_one_document(folder: Path, verb: str, code: int, problem: dict[str, Any]) -> None:
    done, plain = nettrain(folder, *verb.split(), "--json"), nettrain(folder, *verb.split())
    assert (done.returncode, plain.returncode) == (code, code)
    assert done.stderr == plain.stderr
    document = json.loads(done.stdout)
    assert (document.keys(), document["exit_code"]) == ({"problems", "exit_code"}, code)
    assert all(set(told) == {*NOWHERE, "message"} for told in document["problems"])
    assert any(problem.items() <= told.items() for told in document["problems"]), document


@pytest.mark.parametrize(
    "verb",
    [
        f"check {CONFIG}",
        f"check --each {CONFIG}",
        f"check --print-config {CONFIG}",
        "init table.csv --target y -o made.yaml --force",
        f"predict {RUN} table.csv",
        f"show {RUN}",
        f"report {RUN}",
        f"compare {RUN} {RUN}",
        "list",
        "list dense",
        "schema -o made.json",
        f"eval {RUN} --fail-under accuracy=0",
    ],
)
def test_every_document_has_the_exit_code(copied: Path, verb: str) -> None:
    done = nettrain(copied, *verb.split(), "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["exit_code"], document["problems"]) == (0, 0, [])
    assert len(document) > 2


def test_failed_gates_are_problems(copied: Path) -> None:
    gates = ("--fail-under", "accuracy=0", "--fail-under", "accuracy=1.5", "--fail-over", "log_loss=-1")
    for verb in (["eval", RUN], ["fit", CONFIG, "-o", "gated"]):
        done = nettrain(copied, *verb, *gates, "--json")
        document = json.loads(done.stdout)
        assert (done.returncode, document["exit_code"]) == (1, 1)
        failed = [gate["message"] for gate in document["gates"] if not gate["passed"]]
        assert len(failed) == 2
        assert document["problems"] == [{**NOWHERE, "message": message} for message in failed]
    shown = json.loads(nettrain(copied, "show", "gated", "--json").stdout)
    assert (shown["exit_code"], shown["problems"]) == (0, [])


def test_a_schema_is_a_document_by_itself(tmp_path: Path) -> None:
    assert nettrain(tmp_path, "schema", "--json").stdout == nettrain(tmp_path, "schema", "-o", "-").stdout
    assert not [*tmp_path.iterdir()]


def test_a_comparison_has_one_form(copied: Path) -> None:
    done = nettrain(copied, "compare", RUN, RUN, "--csv", "--json")
    assert done.returncode == 2
    assert "--csv and --json both want the standard output" in json.loads(done.stdout)["problems"][0]["message"]


@pytest.mark.parametrize("verb", [f"show {RUN}", f"compare {RUN} {RUN}", "list", f"check {CONFIG}", f"report {RUN}"])
def test_quiet_verbs_say_nothing(copied: Path, verb: str) -> None:
    for arguments in ([*verb.split(), "-q"], ["-q", *verb.split()]):
        done = nettrain(copied, *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_flags_where_no_verb_is(tmp_path: Path) -> None:
    """Before what stands in its place, and behind it."""
    for rest in ([], ["--version"], ["--help"]):
        plain = nettrain(tmp_path, *rest)
        flagged = [["-q", "-v", *rest], ["-v", *rest, "--quiet"]]
        flagged += [["--json", *rest], [*rest, "--json"]] if rest else []
        for flags in flagged:
            done = nettrain(tmp_path, *flags)
            assert (done.returncode, done.stdout, done.stderr) == (plain.returncode, plain.stdout, plain.stderr)
    assert json.loads(nettrain(tmp_path, "--json", "--nonsense").stdout)["exit_code"] == 2


def test_predictions_have_one_place(folder: Path) -> None:
    done = nettrain(folder, "predict", "begun", "table.csv", "-o", "-", "--json")
    assert done.returncode == 2
    assert "both want the standard output" in json.loads(done.stdout)["problems"][0]["message"]


def test_a_place_in_numbers(folder: Path) -> None:
    done = nettrain(folder, "check", "typo.yaml", "--json")
    told = json.loads(done.stdout)["problems"]
    assert [f"{p['file']}:{p['line']}:{p['column']}: {p['where']}: {p['message']}" for p in told] == (
        done.stderr.splitlines()
    )


def test_training_that_diverged(folder: Path) -> None:
    done = nettrain(folder, "fit", "config.yaml", "--json", "--set", "train.optimizer={sgd: 1e30}")
    assert done.returncode == 4
    document = json.loads(done.stdout)
    assert document["exit_code"] == 4
    assert document["problems"][0]["message"].startswith("training diverged in epoch 1, at step ")


def test_good_configs_are_not_lost_for_the_others(folder: Path) -> None:
    done = nettrain(folder, "check", "--each", "config.yaml", "typo.yaml", "lost.yaml", "--json")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    alone = json.loads(nettrain(folder, "check", "config.yaml", "--json").stdout)
    assert document["checked"].keys() == {"config.yaml"}
    assert document["checked"]["config.yaml"]["layers"] == alone["layers"]
    assert {told["file"] for told in document["problems"]} == {"typo.yaml", "lost.yaml"}
    assert nettrain(folder, "check", "--each", "config.yaml", "lost.yaml", "--json").returncode == 3


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (InterruptedRunError("stopped in epoch 3", signal.SIGTERM), 143, "stopped in epoch 3"),
        (ZeroDivisionError(), 70, "this is a bug in nettrain; the report is in "),
        (MemoryError(), 5, "this process got no more memory: "),
    ],
    ids=str,
)
def test_what_ends_a_verb(
    error: BaseException,
    code: int,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code_of(error, json=True) == code
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert document["exit_code"] == code
    assert document["problems"][0]["message"].startswith(message)
    assert told.err == f"nettrain: {document['problems'][0]['message']}\n"


def test_what_was_come_to_stands_beside_the_problems(capsys: pytest.CaptureFixture[str]) -> None:
    failed: NettrainError = RunError("in the way")
    failed.document = {"checked": {}}

    def verb() -> Outcome:
        raise failed

    with pytest.raises(typer.Exit):
        carry_out(verb, json=True)
    problems = [{**NOWHERE, "message": "in the way"}]
    assert json.loads(capsys.readouterr().out) == {"checked": {}, "problems": problems, "exit_code": 5}


@pytest.mark.parametrize(
    ("verb", "code", "lines"),
    [
        ("check config.yaml --json", 5, ["nettrain: the standard output cannot be written: "]),
        ("check nix.yaml --json", 2, ["nix.yaml: there is no", "nettrain: the standard output cannot be written: "]),
    ],
)
def test_a_document_that_stdout_does_not_take_is_told_once(
    folder: Path, verb: str, code: int, lines: list[str]
) -> None:
    command = f"exec '{sys.executable}' -m nettrain {verb} >/dev/full"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == code
    told = done.stderr.splitlines()
    assert len(told) == len(lines)
    assert all(line.startswith(begin) for line, begin in zip(told, lines, strict=True)), done.stderr
