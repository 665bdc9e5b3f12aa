"""Annotations: one command a problem, at the line of the fault, and nothing that a message can break out of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nettrain.events import Notice
from nettrain.reporters.github import commands
from tests.reporters.accounts import ACCOUNTS, account

COMMAND = re.compile(r"::(error|warning) ([^:\r\n]*)::([^\r\n]*)")
"""What the runner reads: a command, properties up to the next two colons, a message (actions/runner, ActionCommand)."""


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Read an annotation as the runner does."""
    found = COMMAND.fullmatch(line)
    assert found, line

    def back(text: str) -> str:
        for code, c in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            text = text.replace(code, c)
        return text

    properties = dict(part.split("=", 1) for part in found[2].split(","))
    return found[1], {name: back(value) for name, value in properties.items()}, back(found[3])


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "steps").mkdir()
    monkeypatch.chdir(tmp_path / "steps")
    for name in ("a, b.yaml", "table.csv", "demo.yaml"):
        Path(name).touch()


def test_problems_stand_at_their_lines(tmp_path: Path) -> None:
    told = [read(line) for line in commands(ACCOUNTS["ConfigError"], {"GITHUB_WORKSPACE": str(tmp_path)})]
    title = "nettrain fit configs/demo.yaml"
    assert told[:3] == [
        (
            "error",
            {"file": "steps/a, b.yaml", "line": "6", "col": "7", "title": title},
            "model.layers[0]: no layer is named 'dens'; did you mean 'dense'?",
        ),
        (
            "error",
            {"file": "steps/a, b.yaml", "line": "7", "col": "16", "title": title},
            "model.layers[1].dropout.rate: expected a number below 1; got 100 %",
        ),
        ("error", {"title": title}, "--set train.epochs=ten: train.epochs: expected a whole number"),
    ]
    level, properties, text = told[3]
    assert (level, properties["line"], properties["col"]) == ("warning", "4", "11")
    assert text == "data.target: 'y' is taken for labels: jä, nein"


@pytest.mark.parametrize(("root", "folder"), [("linked", "."), (".", "linked"), ("linked", "linked")])
def test_links_on_the_way_to_the_workspace(root: str, folder: str, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(tmp_path)
    noted = account()
    noted.notices = [Notice(text="a note", file=str(tmp_path / folder / "steps/demo.yaml"), line=3)]
    *_, last = commands(noted, {"GITHUB_WORKSPACE": str(tmp_path / root)})
    assert read(last)[1] == {"file": "steps/demo.yaml", "line": "3", "title": noted.title}


def test_a_file_outside_the_workspace_is_named_in_the_message(tmp_path: Path) -> None:
    (tmp_path / "steps/work").mkdir()
    (tmp_path / "steps/work/in.yaml").symlink_to(tmp_path / "steps/demo.yaml")
    noted = account()
    noted.notices = [Notice(text="a note", file=file, line=3) for file in ("demo.yaml", "work/in.yaml")]
    *_, plain, linked = commands(noted, {"GITHUB_WORKSPACE": str(tmp_path / "steps/work")})
    assert read(plain) == ("warning", {"title": noted.title}, "demo.yaml:3: a note")
    assert read(linked) == ("warning", {"title": noted.title}, "work/in.yaml:3: a note")


def test_failed_gates_are_errors_and_passed_ones_nothing() -> None:
    told = [read(line) for line in commands(account(), {})]
    assert [text for level, _, text in told if level == "error"] == ["accuracy 0.7124 is below the gate's 0.8"]
    assert told[1][1]["file"] == "demo.yaml", "without a workspace the place is told as it stands"


@pytest.mark.parametrize(("line", "told"), [(0, {}), (5, {"line": "5"})])
def test_a_file_may_be_named_like_a_place(line: int, told: dict[str, str]) -> None:
    Path("rows:3").touch()
    noted = account()
    noted.notices = [Notice(text="a note", file="rows:3", line=line)]
    *_, last = commands(noted, {})
    assert read(last) == ("warning", {"file": "rows:3", **told, "title": noted.title}, "a note")


def test_a_message_stays_one_command() -> None:
    (line, *_) = commands(ACCOUNTS["DataError"], {})
    level, properties, text = read(line)
    assert (level, properties["file"], properties["line"]) == ("error", "table.csv", "22")
    assert "\r\n" in text
    assert "::error::x % ]]>" in text
