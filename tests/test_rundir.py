"""The run directory: numbers, locks, what is in the way, and files that are whole or absent."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nettrain import rundir
from nettrain.errors import RunError, UsageError
from nettrain.rundir import (
    LATEST,
    LOCK,
    MANIFEST,
    METRICS,
    PLAN,
    RunDir,
    create,
    find,
    newest,
    point_latest,
    unfinished,
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def finished(run: RunDir) -> RunDir:
    run.write_json(PLAN, {})
    run.write_json(METRICS, {})
    point_latest(run)
    return run


def test_numbers_are_never_reused() -> None:
    assert [str(create("a", None)) for _ in range(3)] == ["runs/a/1", "runs/a/2", "runs/a/3"]
    Path("runs/a/2").rmdir()
    assert str(create("a", None)) == "runs/a/4"


def test_latest_points_at_the_newest_finished_run() -> None:
    first, second, third = (create("a", None) for _ in range(3))
    assert find(finished(second).path) == second
    assert os.readlink("runs/a/latest") == "2"
    finished(first)
    assert os.readlink("runs/a/latest") == "2", "an older run that ends later is not the latest"
    assert find(None) == find(Path("latest")) == second
    finished(third)
    assert find(Path("runs/a")).path.resolve() == third.path.resolve()
    assert find(None) == find(Path("latest")) == third
    other = finished(create("b", None))
    assert find(None) == find(Path("latest")) == other
    assert find(finished(RunDir(Path("latest"))).path).path == Path("latest"), "a folder of this name comes first"


def test_something_in_the_way() -> None:
    Path("full").mkdir()
    Path("full/x").touch()
    Path("file").touch()
    Path("link").symlink_to("elsewhere")
    cases = {
        "full": "full is not empty: a run needs a folder of its own; choose another -o",
        "file": "file is a file: a run needs a folder of its own; choose another -o",
        "link": "link is a symlink: a run is written into a real folder only; move it away or choose another -o",
    }
    for output, message in cases.items():
        with pytest.raises(RunError) as refused:
            create("a", Path(output))
        assert refused.value.problems[0].message == message
    Path("runs").mkdir()
    Path("runs/a").symlink_to("..")
    with pytest.raises(RunError, match="runs/a is a symlink"):
        create("a", None)
    Path("runs/b").touch()
    with pytest.raises(RunError, match="runs/b cannot be made: File exists"):
        create("b", None)
    run = create("c", None)
    Path("runs/c", LATEST).mkdir()
    with pytest.raises(RunError, match="runs/c/latest is in the way"):
        point_latest(run)


def test_an_empty_folder_may_be_given() -> None:
    Path("mine").mkdir()
    assert create("a", Path("mine")) == RunDir(Path("mine"))
    assert create("a", Path("deep/er")).path.is_dir()


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


def test_what_is_no_finished_run() -> None:
    with pytest.raises(UsageError, match="there is no finished run below runs/: train one with 'nettrain fit CONFIG'"):
        find(None)
    with pytest.raises(UsageError, match=r"there is no run runs/pengins/1$"):
        find(Path("runs/pengins/1"))
    run = create("penguins", None)
    with pytest.raises(RunError, match=r"runs/penguins/1 is not a run of nettrain: it has no plan.json"):
        find(run.path)
    run.write_json(PLAN, {})
    with pytest.raises(RunError, match=r"runs/penguins/1 is unfinished: it has no metrics.json"):
        find(run.path)
    with pytest.raises(UsageError, match=r"there is no run runs/pengins; did you mean 'runs/penguins'\?"):
        find(Path("runs/pengins"))


def test_damaged_json() -> None:
    run = create("a", None)
    run.write("x.json", "{")
    with pytest.raises(RunError, match=r"x.json is damaged: it is not JSON"):
        run.read_json("x.json")
    run.write("x.json", '{"schema": 99}')
    with pytest.raises(RunError, match="is not of this nettrain: expected schema 4; train the run anew"):
        run.read_json("x.json")
    run.write_json("x.json", {"a": 0.5})
    assert run.read_json("x.json") == {"schema": 4, "a": 0.5}
    run.write("x.json", run.read("x.json").replace(b"0.5", b"0.6"))
    with pytest.raises(RunError, match=r"x.json is damaged, or was changed by hand: its checksum does not hold"):
        run.read_json("x.json")
    with pytest.raises(RunError, match="cannot be read: No such file"):
        run.read_json("y.json")


def test_a_run_that_is_not_there_is_answered_with_runs_only() -> None:
    with create("moons", None).locked():
        Path("moon").mkdir()
    with pytest.raises(UsageError, match=r"there is no run moons; did you mean 'runs/moons'\?"):
        find(Path("moons"))
    with pytest.raises(UsageError, match=r"there is no run runs/moon; did you mean 'runs/moons'\?"):
        find(Path("runs/moon"))
    Path("others/3.11").mkdir(parents=True)
    Path("others/3").mkdir()
    with pytest.raises(UsageError, match=r"there is no run other$"):
        find(Path("other"))


def test_the_newest_run_is_found_without_locks_too() -> None:
    """Copies and uploads may leave out files whose names begin with a point."""
    runs = [create("a", None), create("a", None), create("b", None)]
    for number, name in enumerate((PLAN, MANIFEST, LOCK)):
        place = runs[number].path / name
        place.touch()
        os.utime(place, ns=(10**9 * (3 - number), 10**9 * (3 - number)))
    assert newest(None) == newest("a") == runs[0]
    assert unfinished(Path("runs/a")) == runs[1]
    assert unfinished(runs[0].path) == runs[0]
    with pytest.raises(RunError, match=r"runs is not a run of nettrain: it has none of \.lock, plan\.json, manifest"):
        unfinished(Path("runs"))
