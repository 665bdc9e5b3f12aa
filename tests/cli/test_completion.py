"""Shell completion: what bash is offered, through the protocol that its script speaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nettrain.cli.verb_names import VERBS
from nettrain.components.registries import LAYERS, OPTIMIZERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("configs/a.yaml", "configs/b.yml", "configs/notes.txt", "c.yaml", "runs/moons/1/plan.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "runs/moons/2").mkdir()
    (tmp_path / "runs/moons/latest").symlink_to("1")
    return tmp_path


def offered(folder: Path, line: str) -> list[str]:
    """Return what is offered for the last word of a line, which may be empty."""
    code = "import sys; from nettrain.cli import command_line; sys.exit(command_line(sys.argv[1:]))"
    words = line.split(" ")
    env = {
        **os.environ,
        "_NETTRAIN_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nettrain ", list(VERBS)),
        ("nettrain ch", ["check"]),
        ("nettrain check ", ["c.yaml", "configs/a.yaml", "configs/b.yml"]),
        ("nettrain check configs/", ["configs/a.yaml", "configs/b.yml"]),
        ("nettrain fit c.yaml configs/a", ["configs/a.yaml"]),
        ("nettrain check ./con", ["./configs/a.yaml", "./configs/b.yml"]),
        ("nettrain check ./configs/../c.", ["./configs/../c.yaml"]),
        ("nettrain check {folder}/configs/a", ["{folder}/configs/a.yaml"]),
        ("nettrain show ", ["latest", "runs/moons/latest", "runs/moons/1"]),
        ("nettrain show ./runs/m", ["./runs/moons/latest", "./runs/moons/1"]),
        ("nettrain compare runs/moo", ["runs/moons/latest", "runs/moons/1"]),
        ("nettrain compare latest runs/moons/1", ["runs/moons/1"]),
        ("nettrain compare runs/moons/1 latest --sort acc", ["accuracy"]),
        ("nettrain fit --resume la", ["latest"]),
        ("nettrain fit --resume runs/moo", ["runs/moons/latest", "runs/moons/1"]),
        ("nettrain eval --no-worse-than runs/moo", ["runs/moons/latest", "runs/moons/1"]),
        ("nettrain eval --report ", ["junit:", "markdown:", "github"]),
        ("nettrain check c.yaml --report ju", ["junit:"]),
        ("nettrain predict runs/moons/1", ["runs/moons/1"]),
        ("nettrain list den", ["dense"]),
        ("nettrain list early", ["early_stopping"]),
        ("nettrain list train.w", ["train.warmup", "train.warmup.epochs", "train.warmup.steps"]),
        ("nettrain list conv", [name for name in LAYERS if name.startswith("conv")]),
        ("nettrain check c.yaml --set train.w", ["train.warmup=", "train.warmup.epochs=", "train.warmup.steps="]),
        ("nettrain fit c.yaml --set model.th", [f"model.threshold{end}=" for end in ("", ".maximize", ".minimize")]),
        ("nettrain fit c.yaml --set gates", ["gates="]),
        ("nettrain fit c.yaml --set train.keep=", ["train.keep=best", "train.keep=last"]),
        ("nettrain fit c.yaml --set train.loss=a", ["train.loss=auto"]),
        (
            "nettrain fit c.yaml --set data.format.header=",
            [f"data.format.header={w}" for w in ("true", "false", "null")],
        ),
        (
            "nettrain fit c.yaml --set train.optimizer=ada",
            [f"train.optimizer={n}" for n in OPTIMIZERS if "ada" in n[:3]],
        ),
        ("nettrain fit c.yaml --set nothing=", []),
        ("nettrain eval --set data.m", ["data.missing="]),
        ("nettrain predict latest new.csv --set train", []),
        ("nettrain init data.csv --pre", ["--preset"]),
        ("nettrain init data.csv --preset s", ["small", "standard"]),
    ],
)
def test_offers(folder: Path, line: str, words: list[str]) -> None:
    assert offered(folder, line.format(folder=folder)) == [word.format(folder=folder) for word in words]


def test_keys_are_offered_without_what_reads_rows_or_trains() -> None:
    code = """
import sys
from nettrain.cli.completion import names, settings
assert len(settings("")) > 60 and names("early_")
print([name for name in ("tensorflow", "keras", "polars", "numpy", "rich", "nettrain.data") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_no_run_no_latest(tmp_path: Path) -> None:
    assert offered(tmp_path, "nettrain show ") == []


def test_bash_asks_that_protocol(folder: Path) -> None:
    """The script that is installed, in a real bash, completes a verb and a file."""
    bash = shutil.which("bash")
    assert bash
    tool = folder / "nettrain"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nettrain "$@"\n')
    tool.chmod(0o755)
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "_NETTRAIN_COMPLETE": "source_bash"}
    script = subprocess.run([tool], env=env, capture_output=True, text=True, check=True).stdout
    function = script.split("()")[0].split()[-1]
    asking = f"""{script}
COMP_WORDS=(nettrain check configs/a); COMP_CWORD=2; COMP_LINE="nettrain check configs/a"
{function} nettrain; echo "${{COMPREPLY[@]}}"
"""
    del env["_NETTRAIN_COMPLETE"]
    done = subprocess.run([bash, "-c", asking], cwd=folder, env=env, capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["configs/a.yaml"], "")
