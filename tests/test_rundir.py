"""The run directory: locks, and files that are whole or absent."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nettrain import rundir
from nettrain.errors import RunError
from nettrain.runs import create


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_second_writer_is_refused() -> None:
    run = create("a", None)
    code = (
        "import sys; from pathlib import Path; from nettrain.rundir import RunDir\n"
        "with RunDir(Path(sys.argv[1])).locked(): pass"
    )
    with run.locked():
        other = subprocess.run([sys.executable, "-c", code, str(run)], capture_output=True, text=True)
        assert "runs/a/1 is in use: another nettrain is writing to it" in other.stderr
    assert subprocess.run([sys.executable, "-c", code, str(run)]).returncode == 0


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "permission denied")]
)
def test_a_write_that_fails_leaves_the_old_file(number: int, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = create("a", None)
    run.write("x.txt", "old")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(rundir.os, "fsync", fail)
    with pytest.raises(RunError, match=f"runs/a/1/x.txt cannot be written: {reason}"):
        run.write("x.txt", "new")
    with pytest.raises(RunError, match=reason):
        run.produce("x.txt", lambda path: path.write_text("new") and None)
    assert Path("runs/a/1/x.txt").read_text() == "old"
    assert [path.name for path in run.path.iterdir()] == ["x.txt"], "no temporary file is left"


def test_damaged_json() -> None:
    run = create("a", None)
    for content in ("{", "[" * 200_000):
        run.write("x.json", content)
        with pytest.raises(RunError, match=r"x.json is damaged: it is not JSON"):
            run.read_json("x.json")
    run.write("x.json", '{"schema": 99}')
    with pytest.raises(RunError, match="is not of this nettrain: expected schema 5; train the run anew"):
        run.read_json("x.json")
    run.write_json("x.json", {"a": 0.5})
    assert run.read_json("x.json") == {"schema": 5, "a": 0.5}
    run.write("x.json", run.read("x.json").replace(b"0.5", b"0.6"))
    with pytest.raises(RunError, match=r"x.json is damaged, or was changed by hand: its checksum does not hold"):
        run.read_json("x.json")
    with pytest.raises(RunError, match="cannot be read: No such file"):
        run.read_json("y.json")


def test_a_file_of_a_finished_run_is_the_one_that_its_manifest_holds() -> None:
    run = create("a", None)
    run.write_json("x.json", {"a": 1})
    assert run.read_own("x.json") == run.read_json("x.json"), "an unfinished run may have no manifest yet"
    run.write_json("manifest.json", {"files": run.hashes(["x.json"])})
    run.write_json("metrics.json", {})
    run.write("x.json", run.read("x.json").replace(b" ", b""))
    assert run.read_own("x.json") == {"schema": 5, "a": 1}, "however it is spaced"
    run.write_json("x.json", {"a": 2})
    with pytest.raises(RunError, match=r"x.json is damaged, or was changed by hand: its checksum does not hold"):
        run.read_own("x.json")
