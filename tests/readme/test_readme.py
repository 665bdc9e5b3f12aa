"""The README is executed: its commands, its YAML, its Python, and what it says they print."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from nettrain.cli.exits import CODES, EVERY
from nettrain.cli.verb_names import VERBS
from nettrain.config.load import load
from nettrain.plan.making import make_plan
from nettrain.reporters.reports import wanted
from tests.cli.conftest import nettrain

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = [(kind, body) for kind, body in re.findall(r"^```(\w[\w ]*)\n(.*?)^```$", README, re.M | re.S)]
COMMANDS = re.findall(r"^    nettrain (check .+)$", README, re.M)
FIGURE = r"\d[\d.]*(?:e[-+]\d+)?"
VARYING = {
    rf"(?<!\S)((?:val_)?(?:loss|accuracy|log_loss)) {FIGURE}": r"\1 #",
    rf"\[{FIGURE}, {FIGURE}\]": "[#, #]",
    r"best epoch \d+": "best epoch #",
    r"(?:\d+ (?:h|min) )?[\d.]+ (?:s|min)\b": "# s",
    r" \*$": "",
}
"""What differs from machine to machine, in the last digits or in all, and what stands for it."""


def blocks(kind: str) -> list[str]:
    return [body for name, body in BLOCKS if name == kind]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("configs", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_every_block_is_looked_at() -> None:
    kinds = ["console", "python", "yaml", "yaml ci", "yaml excerpt", "yaml faulty", "yaml hook"]
    assert sorted({kind for kind, _ in BLOCKS}) == kinds
    assert len(COMMANDS) >= 3


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_check(command: str, folder: Path) -> None:
    done = nettrain(folder, *command.partition("  #")[0].split())
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_yaml_is_a_config(folder: Path) -> None:
    (example,) = blocks("yaml")
    (folder / "example.yaml").write_text(example)
    plan = make_plan(load([folder / "example.yaml"])).plan
    assert plan.config.name == "penguins"
    assert [planned.layer.yaml_name() for planned in plan.layers] == [
        "dense",
        "dropout",
        "batch_normalization",
        "dense",
    ]


@pytest.mark.parametrize("excerpt", blocks("yaml excerpt"))
def test_excerpts_bind(excerpt: str, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("data: {path: a.csv, target: y}\nmodel: {layers: [output]}\n")
    (tmp_path / "excerpt.yaml").write_text(excerpt)
    assert load([tmp_path / "base.yaml", tmp_path / "excerpt.yaml"]).config


def test_faults_are_told_as_shown(folder: Path) -> None:
    (folder / "faulty.yaml").write_text(blocks("yaml faulty")[0])
    command, told = shown_by("check faulty.yaml")
    done = nettrain(folder, *command.removeprefix("$ nettrain ").split())
    assert (done.returncode, done.stderr) == (2, told)


def shown_by(command: str) -> tuple[str, str]:
    """Return a command of the README as it stands there, and what is shown below it."""
    body = next(body for body in blocks("console") if body.startswith(f"$ nettrain {command}"))
    line, told = body.split("\n", 1)
    return line, told


def test_init_prints_what_is_shown(folder: Path) -> None:
    command, told = shown_by("init ")
    done = nettrain(folder, *command.removeprefix("$ nettrain ").split())
    assert (done.returncode, done.stderr, done.stdout) == (0, "", told)


def test_a_run_prints_what_is_shown(folder: Path) -> None:
    """Line by line, and to the digit but for what training makes of it; "..." stands for any lines."""
    for part in next(body for body in blocks("console") if "nettrain fit" in body).strip().split("\n\n"):
        command, *shown = part.splitlines()
        done = nettrain(folder, *command.removeprefix("$ nettrain ").split())
        assert done.returncode == 0, done.stderr
        printed = (done.stderr + done.stdout).splitlines()
        if "..." in shown:
            first, last = shown.index("..."), shown[::-1].index("...")
            printed[first : len(printed) - last] = ["..."]
        assert [lasting(line) for line in printed] == [lasting(line) for line in shown]


def lasting(line: str) -> str:
    """Return a line without what may differ."""
    line = " ".join(line.split())
    for varying, mark in VARYING.items():
        line = re.sub(varying, mark, line)
    return line


def test_commands_exit_as_the_table_says(folder: Path) -> None:
    rows = re.findall(r"^\| `nettrain (.+?)` \| (\d+) \|$", README, re.M)
    assert {int(code) for _, code in rows} == {0, 1, *CODES.values()}
    told = {command: nettrain(folder, *shlex.split(command)).returncode for command, _ in rows}
    assert told == {command: int(code) for command, code in rows}


def test_ci_commands_are_verbs() -> None:
    snippets = blocks("yaml ci")
    assert len(snippets) == 2
    for snippet in snippets:
        verbs = re.findall(r"- (?:run: )?nettrain (\w+) (\S+)(.*)$", snippet, re.M)
        assert [verb for verb, *_ in verbs] == ["check", "fit"]
        for _, config, options in verbs:
            assert (ROOT / config).is_file()
            reports = options.split("--report ")
            assert [report.form for report in wanted([text.strip() for text in reports[1:]])] or not options.strip()


def test_ci_keeps_every_report_whatever_the_verbs_come_to() -> None:
    github, gitlab = map(yaml.safe_load, blocks("yaml ci"))
    (upload,) = (step for step in github["jobs"]["train"]["steps"] if "upload-artifact" in step.get("uses", ""))
    artifacts = gitlab["train"]["artifacts"]
    assert (upload["if"], artifacts["when"]) == ("always()", "always")
    kept_by = (f"{upload['with']['path']}*", artifacts["reports"]["junit"])
    for snippet, kept in zip(blocks("yaml ci"), kept_by, strict=True):
        written = re.findall(r"--report junit:(\S+)", snippet)
        assert written
        assert all(fnmatch(file, kept) for file in written)


def test_the_pre_commit_snippet_is_the_hook() -> None:
    (snippet,) = blocks("yaml hook")
    ((repository,),) = yaml.safe_load(snippet).values()
    (hook,) = repository["hooks"]
    (defined,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {**defined, "language": "system"} == {**hook, "description": defined["description"]}


def test_python_runs(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", blocks("python")[0]], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "moons-run" in done.stdout


def test_tables_name_every_verb_and_code() -> None:
    verbs = set(VERBS)
    assert verbs == set(re.findall(r"^\| `(\w+) [A-Z\[]", README, re.M))
    codes = {int(code) for row in re.findall(r"^\| ([\d, ]+) \| ", README, re.M) for code in row.split(",")}
    assert codes == EVERY


def test_the_tree_is_the_tree() -> None:
    listed = re.findall(r"^      (\w+(?:\.py|/)) ", README.partition("## The tree")[2].partition("configs/")[0], re.M)
    there = {
        p.name + ("/" if p.is_dir() else "") for p in (ROOT / "nettrain").iterdir() if not p.name.startswith("__p")
    }
    assert {name for name in there if name not in ("__main__.py", "py.typed")} == {*listed}
