"""The folder of runs: numbers, names, and what is in the way."""

import os
import shutil
from pathlib import Path

import pytest

from nettrain.errors import RunError, UsageError
from nettrain.events import Diverged, PhaseStarted, event_json
from nettrain.rundir import EVENTS, LOCK, MANIFEST, METRICS, PLAN, RunDir
from nettrain.runs import LATEST, create, find, newest, overtaken, point_latest, unfinished


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


def test_folders_with_other_digits_have_no_number() -> None:
    """int() reads the second as 23, and refuses the first."""
    for name in ("²", "٢٣", "1²"):
        folder = Path("runs/a") / name
        folder.mkdir(parents=True)
        finished(RunDir(folder))
    with pytest.raises(UsageError, match="no finished run"):
        find(None)
    first = finished(create("a", None))
    assert str(first) == "runs/a/1"
    assert os.readlink("runs/a/latest") == "1"
    assert find(None) == newest(None) == first


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


def taken(given: Path | None) -> str:
    return overtaken(given, find(given))


def begun(name: str, at: int) -> RunDir:
    """Return a run that has only begun, at a second."""
    run = create(name, None)
    for file in (LOCK, PLAN):
        (run.path / file).write_text("{}")
        os.utime(run.path / file, (at, at))
    return run


def test_a_newer_run_that_did_not_finish_is_told_where_none_was_named() -> None:
    first = finished(create("a", None))
    every = (None, Path("latest"), Path("runs/a"), Path("runs/a/latest"))
    assert [taken(given) for given in every] == [""] * 4
    begun("a", 1)
    left = begun("a", 2)
    way = "it was interrupted, or is still being trained: 'nettrain fit --resume runs/a/3' goes on with it"
    told = f"is taken: runs/a/3 is newer, but is unfinished: it has no metrics.json; {way}"
    assert [taken(given) for given in every[:3]] == [f"runs/a/1 {told}"] * 3
    assert taken(every[3]) == f"runs/a/latest {told}"
    assert taken(first.path) == "", "it is the one that is meant"
    gone_on_with = [overtaken(None, first, RunDir(run.path.resolve())) for run in (left, first)]
    assert [told.partition(" is newer")[0] for told in gone_on_with] == [
        "runs/a/1 is taken: runs/a/2",
        "runs/a/1 is taken: runs/a/3",
    ], "the run that is gone on with is not told of"
    left.write(EVENTS, event_json(Diverged(text="training diverged", mend="try clipnorm: 1"), lasting=True))
    assert "runs/a/3 is newer, but has no metrics.json: training diverged; to go on ends there" in taken(None)
    finished(create("a", None))
    assert [taken(given) for given in every] == [""] * 4, "the others are older"


def test_a_newer_run_below_another_name_is_told_where_not_even_the_name_was() -> None:
    os.utime(finished(create("a", None)).path / METRICS, (100, 100))
    begun("b", 99)
    assert taken(None) == "", "it was begun before the other had its metrics"
    begun("c", 101)
    assert taken(None) == taken(Path("latest")) != ""
    assert taken(None).startswith("runs/a/1 is taken: runs/c/1 is newer, but is unfinished")
    assert taken(Path("runs/a")) == taken(Path("runs/a/latest")) == ""


def test_a_copy_that_followed_links_is_read() -> None:
    finished(create("a", None))
    shutil.copytree("runs", "copy")
    assert not Path("copy/a/latest").is_symlink()
    assert find(Path("copy/a")).path == find(Path("copy/a/latest")).path == Path("copy/a/latest")
    assert find(Path("copy/a/1")).path == Path("copy/a/1")


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
    with pytest.raises(RunError, match="runs/c/latest is in the way"):  # before a run is trained, not behind it
        create("c", None)


def test_an_empty_folder_may_be_given() -> None:
    Path("mine").mkdir()
    assert create("a", Path("mine")) == RunDir(Path("mine"))
    assert create("a", Path("deep/er")).path.is_dir()


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


def test_commands_can_be_given_to_a_shell() -> None:
    create("a", Path("s p")).write_json(PLAN, {})
    with pytest.raises(RunError, match=r"\"nettrain fit --resume 's p'\" goes on with it$"):
        find(Path("s p"))
    with pytest.raises(UsageError, match=r"^a b\.yaml is a config, expected a run: nettrain fit 'a b\.yaml'"):
        find(Path("a b.yaml"))


def test_a_name_that_is_too_long() -> None:
    for look in (find, unfinished):
        with pytest.raises(RunError, match=r"^x{300} cannot be opened: the name is too long$"):
            look(Path("x" * 300))


def test_a_folder_of_runs_without_a_latest_is_its_newest_run() -> None:
    """One that is unfinished is told as such, and how to go on with it; a finished one is opened."""
    first, second = create("penguins", None), create("penguins", None)
    first.write_json(PLAN, {})
    second.write_json(PLAN, {})
    with pytest.raises(RunError, match=r"^runs/penguins/2 is unfinished: .*'nettrain fit --resume runs/penguins/2'"):
        find(Path("runs/penguins"))
    first.write_json(METRICS, {})
    assert find(Path("runs/penguins")) == first


def test_a_run_that_diverged_is_not_gone_on_with() -> None:
    run = create("penguins", None)
    run.write_json(PLAN, {})
    diverged = event_json(Diverged(text="training diverged in epoch 1", mend="try clipnorm: 1"), lasting=True)
    run.write(EVENTS, f"{diverged}\n")
    with pytest.raises(RunError) as found:
        find(run.path)
    told = (
        "has no metrics.json: training diverged in epoch 1; to go on ends there again, train a new run: try clipnorm: 1"
    )
    assert str(found.value) == f"runs/penguins/1 {told}"
    for later in (event_json(PhaseStarted(phase="train", text="training")), diverged[:20], "[" * 200_000, ""):
        run.write(EVENTS, f"{diverged}\n{later}" if later else "")
        with pytest.raises(RunError, match="it was interrupted, or is still being trained"):
            find(run.path)


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


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("data.csv", r"data\.csv is data, expected a run: first the run, such as runs/NAME/1, then the data$"),
        ("a/data.csv.gz", r"a/data\.csv\.gz is data, expected a run"),
        ("config.yaml", r"config\.yaml is a config, expected a run: nettrain fit config\.yaml trains one$"),
    ],
)
def test_a_file_in_place_of_a_run_is_told_for_what_it_is(given: str, told: str) -> None:
    with pytest.raises(UsageError, match=f"^{told}"):
        find(Path(given))
    with create(given, Path("runs") / given).locked(), pytest.raises(UsageError, match=r"^there is no run"):
        find(Path(given))


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
