"""fit --resume through the real command line: kills, what may change, what is refused, damaged checkpoints."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from nettrain.commands.fitting.resuming import changed
from nettrain.rundir import (
    CONFIG,
    EVENTS,
    LAST,
    LITE,
    MANIFEST,
    METRICS,
    PLAN,
    PROFILE,
    REPORT,
    TIMING,
    RunDir,
)
from tests.cli.conftest import nettrain
from tests.killing import differences, fit, kill_when_writing, prepare, wait_for, whole


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder with the finished run runs/config/1 (3 epochs)."""
    shutil.copytree(trained, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def test_killed_twice(tmp_path: Path) -> None:
    prepare(tmp_path, 400, 12)
    whole(tmp_path, "config.yaml", "-o", "alone")
    told = (tmp_path / "alone/events.jsonl").read_text()
    assert "not better for 12 epochs" in told, "early stopping ended it"
    assert "learning rate 0.02 -> 0.01" in told, "the learning rate was lowered"
    process = fit(tmp_path, "config.yaml", "-o", "a run")
    wait_for(process, tmp_path / "a run", '"compile"')
    process.terminate()
    _, told = process.communicate()
    assert process.returncode == 143
    assert '"phase": "train"' not in (tmp_path / "a run/events.jsonl").read_text(), "it left while XLA compiled"
    assert told.endswith("stopped; no state is saved yet; go on with \"nettrain fit --resume 'a run'\"\n")
    process = fit(tmp_path, "--resume", "a run")
    assert kill_when_writing(process, tmp_path / "a run", 2)
    assert not (tmp_path / "a run/metrics.json").exists()
    process = fit(tmp_path, "--resume", "a run")
    wait_for(process, tmp_path / "a run", "EpochEnded", 20)
    process.kill()
    process.communicate()
    assert "note: going on from " in whole(tmp_path, "--resume", "a run", "config.yaml")
    assert differences(tmp_path / "alone", tmp_path / "a run") == []
    runs = tmp_path / "alone", tmp_path / "a run"
    names = [sorted(str(path.relative_to(run)) for path in run.rglob("*")) for run in runs]
    timing = json.loads((tmp_path / "a run/timing.json").read_text())
    assert len(timing["earlier"]) >= 1
    assert len(timing["epoch_seconds"]) == len((tmp_path / "a run/history.csv").read_text().splitlines()) - 1
    assert all(other == names[0] for other in names), "nothing half-written is left"


def test_a_config_without_a_name_is_called_after_its_file_however_often_it_goes_on(folder: Path) -> None:
    (folder / "config.yaml").rename(folder / "mine.yaml")
    quick = ("--set", "train.epochs={}", "--set", "gates={{}}")
    for epochs, given in enumerate((("mine.yaml", "-o", "run"), *[("--resume", "run")] * 3), start=1):
        asked = [option.format(epochs) for option in quick] if epochs < 4 else []
        done = nettrain(folder, "fit", *given, *asked)
        assert (done.returncode, json.loads((folder / "run" / MANIFEST).read_text())["config"]["files"]) == (
            0,
            ["mine.yaml"],
        ), done.stderr
    assert "nothing left to do" in done.stderr


def test_a_run_that_was_moved_finds_its_data(folder: Path, tmp_path: Path) -> None:
    """The run alone, with the data where they lay; then the whole project, with nothing left where it was."""
    shutil.copytree(folder / "runs/config/1", folder / "moved/run")
    done = nettrain(folder, "fit", "--resume", "moved/run", "--set", "train.epochs=4")
    assert done.returncode == 0, done.stderr
    folder.rename(tmp_path / "elsewhere")
    for run in ("moved/run", "runs/config/1"):
        done = nettrain(tmp_path / "elsewhere", "fit", "--resume", run, "--set", "train.epochs=5")
        assert done.returncode == 0, done.stderr


def test_more_epochs(folder: Path) -> None:
    """A finished run goes on as if it had been asked for more from the start; then nothing is left to do."""
    again = nettrain(folder, "fit", "--resume", "latest")
    assert again.returncode == 0
    assert again.stderr == (
        "note: runs/config/1 is finished, there is nothing left to do: all epochs; raise train.epochs to go on\n"
    )
    run = folder / "runs/config/1"
    longer = {"seconds": {"compile": 5000.0, "read": 2200.0}, "epoch_seconds": [1.0] * 3, "earlier": []}
    RunDir(run).write_json(TIMING, longer)
    more = nettrain(folder, "fit", "--resume", "latest", "--set", "train.epochs=5")
    assert more.returncode == 0
    assert re.search(r"trained 2 more epochs, 5 in all, in [\d.]+ s \(all epochs\)", more.stderr)
    assert re.search(
        r"saved in runs/config/1 after [\d.]+ s, [\d.]+ s of it compiling; 2 h 0 min in all\n", more.stdout
    )
    assert nettrain(folder, "fit", "config.yaml", "--set", "train.epochs=5", "-o", "whole").returncode == 0
    for name in ("history.csv", "metrics.json", "predictions.csv", "checkpoints/best.state"):
        assert (run / name).read_bytes() == (folder / "whole" / name).read_bytes(), name
    fewer = nettrain(folder, "fit", "--resume", "runs/config", "--set", "train.epochs=2")
    assert fewer.returncode == 2
    assert "has trained 5 epochs already: train.epochs can be raised, not lowered" in fewer.stderr


def test_a_finished_run_is_judged_by_what_is_asked(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    kept = json.loads((folder / "runs/config/1/metrics.json").read_text())["metrics"]
    under = nettrain(folder, "fit", "--resume", "latest", "--fail-under", "accuracy=1.01", "--fail-over", "log_loss=9")
    assert under.returncode == 1
    told = [line.split()[:2] for line in under.stdout.splitlines() if line.startswith(("  pass", "  FAIL"))]
    assert told == [["FAIL", "accuracy"], ["pass", "log_loss"]]
    assert "note: --fail-under accuracy: is at most 1: " in under.stderr
    more = ("--by", "y", "--no-worse-than", "runs/config/1", "--margin", "accuracy=0")
    fit, own = (nettrain(folder, *verb, *more, "--json") for verb in (("fit", "--resume", "latest"), ("eval",)))
    assert (fit.returncode, own.returncode) == (0, 0), fit.stderr
    document, judged = json.loads(fit.stdout), json.loads(own.stdout)
    assert document["metrics"] == kept
    assert [(gate["kind"], gate["metric"]) for gate in document["gates"]] == [
        ("reference", "accuracy"),
        ("reference", "log_loss"),
    ]
    assert [group["rows"] for group in document["slices"]["y"]] == [group["rows"] for group in judged["slices"]["y"]]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_finished_run_tells_why_it_failed(folder: Path) -> None:
    """By a gate of the command that trained it, which is asked for no more."""
    assert nettrain(folder, "fit", "config.yaml", "-o", "run", "--fail-under", "accuracy=1.01").returncode == 1
    reports = ("--report", "markdown:m.md", "--report", "junit:j.xml")
    done = nettrain(folder, "fit", "--resume", "run", *reports)
    assert (done.returncode, done.stdout.count("  FAIL  accuracy ")) == (1, 1), done.stderr
    assert (folder / "m.md").read_text().splitlines()[0] == "## nettrain fit --resume run: ❌ failed"
    assert 'failures="1"' in (folder / "j.xml").read_text()
    scores = json.loads((folder / "run/metrics.json").read_text())["metrics"]
    assert [line.split()[0] for line in done.stdout.splitlines()[2:4]] == list(scores)


def test_differences_are_refused(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    sets = ["--set", "train.batch_size=64", "--set", "model.layers.0.dense.units=9", "--set", "train.epochs=9"]
    done = nettrain(folder, "fit", "--resume", "runs/config/1", *sets)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "nettrain: runs/config/1 can only go on as it began; these differ:",
        "  model.layers.0.dense.units: 8 in the run, 9 now",
        "  train.batch_size: 32 in the run, 64 now",
        "put them back, or train a new run without --resume; only train.epochs, train.early_stopping, train.max_time, "
        "train.checkpoint may change",
    ]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    run = RunDir(folder / "runs/config/1")
    made = run.read_json(MANIFEST)
    run.write_json(MANIFEST, {**made, "versions": {**made["versions"], "keras": "1"}})
    table = folder / "table.csv"
    table.write_text(table.read_text() + table.read_text().splitlines()[-1] + "\n")
    told = nettrain(folder, "fit", "--resume", "runs/config/1").stderr
    assert "  data file table.csv: sha256 " in told
    assert "  versions.keras: " in told


def test_what_is_null_and_what_is_not_there_are_told_apart() -> None:
    then = {"weight": None, "layers": [{"dense": {"units": 8}}], "gates": {}}
    now = {"split": None, "layers": [{"dense": {"units": 8}}, {"output": {}}], "gates": {"auc": {"min": 1}}}
    assert list(changed("plan", then, now)) == [
        "plan.weight: null in the run, nothing now",
        "plan.layers.1.output: nothing in the run, {} now",
        "plan.gates.auc.min: nothing in the run, 1 now",
        "plan.split: nothing in the run, null now",
    ]
    assert list(changed("threads", 1, 2)) == ["threads: 1 in the run, 2 now"]
    assert list(changed("threads", 1, 1)) == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--resume", "runs/config/7"], 2, "there is no run runs/config/7"),
        (["--resume", "latest", "-o", "x"], 2, "output (-o) makes a new run, resume (--resume) goes on"),
        (["--resume", "empty"], 5, "empty is not a run of nettrain"),
        ([], 2, "expected at least one config file"),
    ],
)
def test_refused(folder: Path, arguments: list[str], code: int, message: str) -> None:
    (folder / "empty").mkdir()
    done = nettrain(folder, "fit", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_damaged_checkpoints(folder: Path) -> None:
    """The last one falls back to the one before; where none is whole, training starts over, or a finished run stays."""
    run = folder / "runs/config/1"
    last, previous = run / "checkpoints/last.state", run / "checkpoints/previous.state"
    whole_one = last.read_bytes()
    last.write_bytes(whole_one[:-50])
    more = ["fit", "--resume", "latest", "--set", "train.epochs=4"]
    done = nettrain(folder, *more)
    assert done.returncode == 5
    assert "last.state is damaged: its checksum does not hold; the run is finished and stays as it is" in done.stderr
    assert (run / "metrics.json").is_file()
    previous.write_bytes(whole_one)
    done = nettrain(folder, *more)
    assert done.returncode == 0, done.stderr
    assert "last.state is damaged: its checksum does not hold; going on from the one before it" in done.stderr
    (run / "metrics.json").unlink()
    last.write_bytes(b"nonsense")
    done = nettrain(folder, *more)
    assert done.returncode == 0, done.stderr
    assert "is not a state of this nettrain; nothing before it is left, so training starts over" in done.stderr
    assert len((run / "history.csv").read_text().splitlines()) == 5


@pytest.mark.parametrize("name", ["runs/config/1", "runs/config", "latest"])
def test_a_copy_without_its_lock(folder: Path, name: str) -> None:
    lock = folder / "runs/config/1/.lock"
    lock.unlink()
    done = nettrain(folder, "fit", "--resume", name, "--set", "train.epochs=4")
    assert (done.returncode, lock.is_file()) == (0, True), done.stderr


def test_a_finished_run_that_was_killed_when_it_went_on_names_the_way_out(folder: Path) -> None:
    """What told of the weights that it had, or of more configs than it has now, is gone."""
    untrue = [folder / "runs/config/1" / name for name in (LITE, REPORT, "config-2.yaml", "config-3.yaml")]
    for path in untrue[1:]:
        path.touch()
    process = fit(folder, "--resume", "runs/config/1", "--set", "train.epochs=1000000")
    wait_for(process, folder / "runs/config/1", "EpochEnded", 5)
    process.kill()
    process.communicate()
    assert not [path for path in untrue if path.exists()]
    done = nettrain(folder, "eval", "runs/config/1")
    way = "fit --resume runs/config/1"
    assert (done.returncode, done.stderr) == (
        5,
        "nettrain: runs/config/1 is unfinished: it has no metrics.json; it was interrupted, or is still being trained: "
        f"'nettrain {way}' goes on with it\n",
    )
    assert nettrain(folder, *way.split(), "--set", "train.max_time=1ms").returncode == 0
    assert nettrain(folder, "eval", "runs/config/1").returncode == 0
    assert [path for path in untrue if path.exists()] == untrue[:1]


def test_killed_before_anything_was_written(folder: Path) -> None:
    run = folder / "runs/config/1"
    for path in sorted(run.rglob("*"), reverse=True):
        if path.name != ".lock":
            path.rmdir() if path.is_dir() else path.unlink()
    for written in (None, CONFIG):
        if written:  # it may be that other files and settings were to follow
            shutil.copy(folder / written, run / written)
        done = nettrain(folder, "fit", "--resume", "runs/config/1")
        assert (done.returncode, done.stderr) == (
            2,
            "nettrain: runs/config/1 was ended before it was written how it began: name the config as well, and what "
            "overruled it: 'nettrain fit CONFIG --resume runs/config/1'\n",
        )
    assert nettrain(folder, "fit", "config.yaml", "--resume", "runs/config/1").returncode == 0
    assert nettrain(folder, "eval", "runs/config/1").returncode == 0


def test_what_is_told_of_the_config_stands_where_it_stood_when_the_run_began(folder: Path) -> None:
    """Not in the run's copy of it, so that a run that starts over tells the same events as one that nobody killed."""
    with (folder / "config.yaml").open("a") as config:
        config.write("gates: {accuracy: {min: 0}}\n")
    assert nettrain(folder, "fit", "config.yaml", "-o", "alone").returncode == 0
    for name in (CONFIG, MANIFEST, PLAN, PROFILE, EVENTS):
        (folder / "killed").mkdir(exist_ok=True)
        shutil.copy(folder / "alone" / name, folder / "killed" / name)
    done = nettrain(folder, "fit", "--resume", "killed")
    assert done.returncode == 0, done.stderr
    assert "\nconfig.yaml:" in done.stderr
    for name in (PROFILE, EVENTS):
        assert (folder / "killed" / name).read_bytes() == (folder / "alone" / name).read_bytes(), name


def test_killed_between_the_files_that_say_what_it_is_made_of(folder: Path) -> None:
    """Where the manifest's configs are not there, they are asked for, whether the run was half trained or not."""
    run = folder / "runs/config/1"
    (run / CONFIG).unlink()
    given = "name the config: 'nettrain fit CONFIG --resume runs/config/1'"
    told = f"nettrain: runs/config/1 is damaged: it has a manifest.json but no config.yaml; {given}\n"
    done = nettrain(folder, "fit", "--resume", "runs/config/1", "--set", "train.epochs=4")
    assert (done.returncode, done.stderr) == (5, told)
    done = nettrain(folder, "fit", "config.yaml", "--resume", "runs/config/1", "--set", "train.epochs=4")
    assert (done.returncode, (run / CONFIG).is_file()) == (0, True), done.stderr
    shutil.rmtree(run / "checkpoints")
    for name in (CONFIG, METRICS):
        (run / name).unlink()
    done = nettrain(folder, "fit", "--resume", "runs/config/1")
    assert (done.returncode, done.stderr) == (5, told)


def test_the_manifest_is_not_there_before_the_config_is(folder: Path) -> None:
    (folder / "begun" / CONFIG).mkdir(parents=True)
    (folder / "begun/.lock").touch()
    done = nettrain(folder, "fit", "config.yaml", "--resume", "begun")
    assert (done.returncode, "begun/config.yaml cannot be written" in done.stderr) == (5, True), done.stderr
    assert not (folder / "begun" / MANIFEST).exists()


def test_a_state_that_cannot_be_read_is_not_taken_for_a_damaged_one(folder: Path) -> None:
    """What the system refuses today it may give tomorrow: no older state takes its place."""
    last = folder / "runs/config/1" / LAST
    shutil.copy(last, last.with_name("previous.state"))
    last.unlink()
    last.mkdir()
    done = nettrain(folder, "fit", "--resume", "runs/config/1", "--set", "train.epochs=5")
    assert done.returncode == 5
    assert done.stderr == f"nettrain: runs/config/1/{LAST} cannot be read: Is a directory\n"
    assert last.is_dir()


@pytest.mark.parametrize("config", [[], ["config.yaml"]])
def test_a_checkpoint_without_a_manifest_is_told_at_once(folder: Path, config: list[str]) -> None:
    (folder / "runs/config/1" / MANIFEST).unlink()
    done = nettrain(folder, "fit", *config, "--resume", "runs/config/1")
    assert (done.returncode, done.stderr) == (
        5,
        "nettrain: runs/config/1 is damaged: it has a checkpoint but no manifest.json; train a new one\n",
    )


def test_damaged_times_keep_no_run_from_going_on(folder: Path) -> None:
    timing = folder / "runs/config/1" / TIMING
    timing.write_text(timing.read_text()[:-50])
    done = nettrain(folder, "fit", "--resume", "latest", "--set", "train.epochs=5")
    assert done.returncode == 0, done.stderr
    lost = "the times of earlier commands are lost, and start anew"
    assert f"note: {lost}: runs/config/1/timing.json is damaged: it is not JSON" in done.stderr.splitlines()
    made = json.loads(timing.read_text())
    assert (len(made["epoch_seconds"]), [each["epoch"] for each in made["earlier"]]) == (2, [3])
    assert nettrain(folder, "fit", "config.yaml", "--set", "train.epochs=5", "-o", "whole").returncode == 0
    for name in ("history.csv", "metrics.json"):
        assert (folder / "runs/config/1" / name).read_bytes() == (folder / "whole" / name).read_bytes(), name
