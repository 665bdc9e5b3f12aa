"""report on the real command line: a real run's page, without TensorFlow, shown by a browser if asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nettrain.cli import command_line
from tests.cli.conftest import nettrain
from tests.cli.test_verbs import HEAVY
from tests.html.test_page import SECTIONS, Page


def test_a_page_of_a_real_run_without_tensorflow(trained: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from nettrain.cli import command_line\n"
        "code = command_line(sys.argv[1:])\n"
        f"print([name for name in {HEAVY} if name in sys.modules], code, file=sys.stderr)"
    )
    file = tmp_path / "page.html"
    done = subprocess.run(
        [sys.executable, "-c", code, "report", "-o", str(file)], cwd=trained, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == (f"{file}\n", "[] 0\n")
    assert Page(file.read_text()).of("h2") == SECTIONS


def test_it_is_opened_and_named(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.chdir(tmp_path)
    run = str(trained / "runs/config/1")
    assert command_line(["report", run, "-o", "a page.html", "--open", "--json"]) == 0
    document = {"report": "a page.html", "run": run, "problems": [], "exit_code": 0}
    assert json.loads(capsys.readouterr().out) == document
    assert opened == [(tmp_path / "a page.html").as_uri()]


def test_there_is_no_run(tmp_path: Path) -> None:
    done = nettrain(tmp_path, "report")
    assert done.returncode == 2
    assert "there is no finished run below runs/" in done.stderr
