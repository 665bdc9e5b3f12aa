"""Which run is taken where none is named: it is told, and so is a newer one that did not finish."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nettrain.rundir import METRICS
from tests.cli.conftest import nettrain

TOLD = "runs/config/1 is taken: runs/config/2 is newer, but is unfinished: it has no metrics.json; "


@pytest.fixture(scope="module")
def overtaken(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a finished run, and a newer one that was interrupted."""
    folder = tmp_path_factory.mktemp("overtaken") / "project"
    shutil.copytree(trained, folder, symlinks=True)
    shutil.copytree(trained / "runs/config/1", folder / "runs/config/2")
    (folder / "runs/config/2" / METRICS).unlink()
    return folder


@pytest.mark.parametrize(
    "verb",
    [
        ["eval"],
        ["eval", "runs/config/1", "--no-worse-than", "latest"],
        ["eval", "runs/config/1", "--no-worse-than", "runs/config", "--data", "table.csv"],
        ["show"],
        ["report", "-o", "page.html"],
        ["compare", "latest", "runs/config/1"],
        ["predict", "latest", "table.csv", "-o", "out.csv"],
    ],
    ids=" ".join,
)
def test_a_newer_run_that_did_not_finish_is_told(overtaken: Path, verb: list[str]) -> None:
    done = nettrain(overtaken, *verb)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"note: {TOLD}")
    assert done.stderr.count(TOLD) == 1
    quiet = nettrain(overtaken, *verb, "-q")
    assert (quiet.returncode, quiet.stderr) == (0, "")


def test_eval_and_its_reports_name_the_run(overtaken: Path) -> None:
    done = nettrain(overtaken, "eval", "--report", "markdown:verdict.md")
    assert done.stdout.startswith("run runs/config/1\njudged on ")
    page = (overtaken / "verdict.md").read_text()
    assert "\n- run `runs/config/1`\n" in page
    assert f"\n### Notices\n\n- note: {TOLD}" in page
    assert json.loads(nettrain(overtaken, "eval", "--json").stdout)["run"] == "runs/config/1"


def test_a_run_that_is_named_is_meant(overtaken: Path) -> None:
    done = nettrain(overtaken, "eval", "runs/config/1")
    assert (done.returncode, done.stderr) == (0, "")


def test_training_that_starts_from_an_older_run_is_told(overtaken: Path) -> None:
    done = nettrain(overtaken, "check", "config.yaml", "--set", "train.start_from=latest")
    assert done.returncode == 0, done.stderr
    told = f"train.start_from: {TOLD}"
    assert " ".join(done.stdout.split()).count(told) == 1
    named = nettrain(overtaken, "check", "config.yaml", "--set", "train.start_from=runs/config/1")
    assert TOLD not in " ".join(named.stdout.split())
