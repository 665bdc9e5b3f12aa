"""The data files of a run: judged as if they were others, changed, gone, and moved with their project."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from threading import Thread

import pytest

from nettrain.commands.opening.hashing import hashed
from nettrain.errors import DataError
from tests.cli.conftest import NETWORK, QUICK, nettrain
from tests.making import planned, write_config, write_table

SEEN = "note: runs/config/1 was trained on this file{}: rows that it has seen are judged, so the verdict is too good\n"


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    """Return a project of its own with a finished run."""
    for name in ("table.csv", "config.yaml"):
        shutil.copy(trained / name, tmp_path / name)
    assert nettrain(tmp_path, "fit", "config.yaml").returncode == 0
    return tmp_path


@pytest.mark.parametrize("name", ["table.csv", "copy.csv"])
def test_a_file_that_was_trained_on_is_told(folder: Path, name: str) -> None:
    """By its content, whatever it is called; in the document, and in the reports."""
    shutil.copy(folder / "table.csv", folder / "copy.csv")
    done = nettrain(folder, "eval", "--data", name, "--json", "--report", "markdown:told.md")
    assert (done.returncode, done.stderr) == (0, f"{name}: {SEEN.format('')}")
    assert json.loads(done.stdout)["seen"] is True
    assert "was trained on this file" in (folder / "told.md").read_text()
    assert json.loads(nettrain(folder, "eval", "--json").stdout)["seen"] is False


def test_so_is_one_that_has_changed_since(folder: Path) -> None:
    table = folder / "table.csv"
    table.write_text(table.read_text() + table.read_text().splitlines()[-1] + "\n")
    done = nettrain(folder, "eval", "--data", "table.csv")
    assert (done.returncode, done.stderr) == (0, f"table.csv: {SEEN.format(', before it changed')}")


def test_so_is_one_that_the_reference_was_trained_on(folder: Path) -> None:
    write_table(folder, "binary", seed=5).rename(folder / "other.csv")
    write_table(folder, "binary")
    assert nettrain(folder, "fit", "config.yaml", "--set", "data.path=other.csv", "-o", "other").returncode == 0
    done = nettrain(folder, "eval", "other", "--data", "table.csv", "--no-worse-than", "runs/config/1", "--json")
    assert (json.loads(done.stdout)["seen"], done.stderr) == (False, f"table.csv: {SEEN.format('')}")


def test_what_is_read_once_is_not_known(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    Thread(target=lambda: (folder / "pipe").write_bytes((folder / "table.csv").read_bytes()), daemon=True).start()
    done = nettrain(folder, "eval", "--data", "pipe", "--json")
    assert (json.loads(done.stdout)["seen"], done.stderr) == (None, "")


def test_one_that_changed_after_its_rows_were_read_is_not_taken_for_theirs(tmp_path: Path) -> None:
    files = planned(tmp_path, "binary", NETWORK).dataset.drawn.files
    (tmp_path / "table.csv").rename(tmp_path / "before.csv")
    write_table(tmp_path, "binary", seed=5)
    with pytest.raises(DataError, match=r"table\.csv: changed while it was read"):
        hashed(files)


def test_files_of_the_three_sides(tmp_path: Path) -> None:
    """A test file is not seen in training: it may be judged as it is, and as it becomes."""
    sides = ("train", "validation", "test")
    for seed, side in enumerate(sides):
        write_table(tmp_path, "binary", seed=seed).rename(tmp_path / f"a {side}.csv")
    data = {"target": "y", **{side: f"a {side}.csv" for side in sides}}
    write_config(tmp_path, NETWORK, QUICK, data=data)
    assert nettrain(tmp_path, "fit", "config.yaml").returncode == 0
    told = {side: nettrain(tmp_path, "eval", "--data", f"a {side}.csv").stderr for side in sides}
    chose = "a validation.csv: " + SEEN.format("").replace("was trained on", "chose its epoch by")
    assert told == {"train": f"a train.csv: {SEEN.format('')}", "validation": chose, "test": ""}
    write_table(tmp_path, "binary", seed=9).rename(tmp_path / "a test.csv")
    done = nettrain(tmp_path, "eval")
    assert (done.returncode, done.stderr) == (
        3,
        "a test.csv: has changed since runs/config/1 was judged by it; judge the run by what it holds now: "
        "\"nettrain eval runs/config/1 --data 'a test.csv'\"\n",
    )
    advised = nettrain(tmp_path, "eval", "runs/config/1", "--data", "a test.csv")
    assert (advised.returncode, advised.stderr) == (0, "")


def test_a_project_that_was_moved_as_a_whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its files are found beside the run: also if others lie where they were."""
    before = nettrain(folder, "eval", "--json").stdout
    moved = tmp_path_factory.mktemp("moved") / "project"
    folder.rename(moved)
    assert nettrain(moved, "eval", "--json").stdout == before
    same = nettrain(moved, "eval", "--json", "--no-worse-than", "runs/config/1", "--margin", "0")
    assert same.returncode == 0, same.stderr
    refused = nettrain(moved, "report", "-o", "table.csv")
    assert (refused.returncode, "-o table.csv: this file is read" in refused.stderr) == (2, True)
    over = ("--report", "junit:project/table.csv")
    refused = nettrain(moved.parent, "eval", "project/runs/config/1", *over)
    assert (refused.returncode, "junit:project/table.csv: this file is read" in refused.stderr) == (2, True)
    folder.mkdir()
    write_table(folder, "binary", seed=9)
    assert nettrain(moved, "eval", "--json").stdout == before
    shutil.copy(moved / "table.csv", folder / "table.csv")
    (moved / "table.csv").unlink()
    assert nettrain(moved, "eval", "--json").stdout == before, "where it lay it still is"
    (folder / "table.csv").unlink()
    done = nettrain(moved, "eval")
    gone = "is not there, nor is table.csv: runs/config/1 was trained on it; put it back, or train a new run"
    assert (done.returncode, done.stderr) == (3, f"{folder / 'table.csv'}: {gone}\n")
