"""Every exit code of the README, reached through the real command line; never a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from nettrain.commands.fitting.diverged import explained
from nettrain.commands.opening.opened import plan_of
from nettrain.engine.state import State
from nettrain.errors import DivergedError
from nettrain.rundir import RunDir
from tests.cli.conftest import NETWORK, QUICK, nettrain
from tests.making import write_config, write_table


def prepared(folder: Path, layers: str = NETWORK, train: str = QUICK, **more: object) -> Path:
    write_table(folder, "binary")
    write_config(folder, layers, train, **more)
    return folder


def test_0_done(trained: Path) -> None:
    done = nettrain(trained, "eval")
    assert done.returncode == 0
    assert "accuracy" in done.stdout


def test_1_gate_failed(tmp_path: Path) -> None:
    done = nettrain(prepared(tmp_path, gates={"accuracy": {"min": 0.9999}}), "fit", "config.yaml")
    assert done.returncode == 1
    assert "below the gate's 0.9999" in done.stdout + done.stderr
    assert (tmp_path / "runs/config/1/metrics.json").is_file(), "the run is finished all the same"
    assert nettrain(tmp_path, "eval").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fit", "no.yaml"], "no.yaml: there is no such file"),
        (["fit", "config.yaml", "--set", "train.epochs=ten"], "expected a whole number"),
        (["check", "config.yaml", "--set", "model.layers.0.dense.unit=3"], "did you mean 'units'?"),
        (["check", "config.yaml", "--set", "train.loss=mean_squared_logarithmic_error"], "is for numbers"),
        (["fit", "config.yaml", "--nonsense"], "No such option"),
        (["eval", "runs/none"], "there is no run runs/none"),
    ],
)
def test_2_wrong_command_line_or_config(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = nettrain(prepared(tmp_path), *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "runs").exists()


WRONG_DATA = {
    "missing file": (None, "table.csv: no such file"),
    "empty file": ("", "table.csv:1: the file is empty, expected a header line and rows"),
    "header alone": ("c0,c1,y\n", "table.csv:1: has a header but no rows"),
    "no such column": (
        "c0,c1,z\n1,2,3\n",
        "data.target: table.csv:1: the file has no column 'y'; choose from c0, c1, z",
    ),
    "text among numbers": (
        "c0,y\n" + "1,a\n2,b\n" * 10 + "oops,a\n",
        "table.csv:22: c0: expected a number, got 'oops'; mend it, declare the column as category",
    ),
    "one label": ("c0,y\n" + "1,a\n" * 10, "table.csv: y: every training row has the label 'a', expected at least two"),
    "target missing": ("c0,y\n1,a\n2,\n3,b\n", "table.csv:3: y: the target has no value, expected a label"),
}


@pytest.mark.parametrize(("content", "message"), WRONG_DATA.values(), ids=WRONG_DATA)
def test_3_wrong_data(tmp_path: Path, content: str | None, message: str) -> None:
    prepared(tmp_path)
    (tmp_path / "table.csv").unlink()
    if content is not None:
        (tmp_path / "table.csv").write_text(content)
    for verb in ("check", "fit"):
        done = nettrain(tmp_path, verb, "config.yaml")
        assert done.returncode == 3
        assert message in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "runs").exists()


def test_4_diverged(tmp_path: Path) -> None:
    """The step is named, the value that it comes from with its place, and the state before the step is kept."""
    folder = prepared(
        tmp_path,
        train="{epochs: 30, batch_size: 8, optimizer: {sgd: 1e-3}}",
        data={
            "path": "table.csv",
            "target": "y",
            "split": {"validation": 0, "test": 0},
            "columns": {"c3": {"number": {"scale": "none"}}},
        },
    )
    lines = write_table(folder, "regression").read_text().splitlines()
    cells = lines[40].split(",")
    lines[40] = ",".join([*cells[:3], "1e30", *cells[4:]])
    (folder / "table.csv").write_text("\n".join(lines) + "\n")
    done = nettrain(folder, "fit", "config.yaml", "-o", "run")
    assert done.returncode == 4, done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("nettrain: training diverged in epoch 1, at step ")
    assert "in the rows of that step c3 is 1e+30 at table.csv:41 (median " in last
    assert "; look at" not in last
    assert "The state before it is kept in run/checkpoints/last.state; try a smaller learning_rate than 0.001" in last
    state = State.from_bytes((folder / "run/checkpoints/last.state").read_bytes())
    assert all(np.isfinite(value).all() for value in state.variables)
    assert state.facts["step"] == int(last.split("at step ")[1].split(" ")[0]) - 1
    assert not (folder / "run/metrics.json").exists()
    shown = nettrain(folder, "show", "run")
    assert shown.returncode == 5
    assert shown.stderr.startswith("nettrain: run has no metrics.json: training diverged in epoch 1, at step ")
    assert shown.stderr.endswith("train a new run: try a smaller learning_rate than 0.001, or clipnorm: 1\n")


def test_4_diverged_while_the_data_went(tmp_path: Path) -> None:
    """What stood in the rows of the step is not known then, but nothing else is lost."""
    folder = prepared(tmp_path, train="{epochs: 1}")
    assert nettrain(folder, "fit", "config.yaml", "-o", "run").returncode == 0
    (folder / "table.csv").unlink()
    directory = RunDir(folder / "run")
    told = explained(DivergedError("training diverged at step 7", [3, 4], 0.01), directory, plan_of(directory))
    assert (list(told.rows), told.rate) == ([3, 4], 0.01)
    begin = "training diverged at step 7; the data are gone or have changed since, so that the rows of that step cannot"
    assert str(told).startswith(begin)
    assert str(told).endswith("run/checkpoints/last.state; try a smaller learning_rate than 0.01, or clipnorm: 1")


def test_5_run_in_the_way(trained: Path, tmp_path: Path) -> None:
    folder = prepared(tmp_path)
    (folder / "taken").mkdir()
    (folder / "taken/file").touch()
    done = nettrain(folder, "fit", "config.yaml", "-o", "taken")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "nettrain: taken is not empty: a run needs a folder of its own; choose another -o\n"
    shutil.copytree(trained / "runs", folder / "runs", symlinks=True)
    (folder / "runs/config/1/model.tflite").unlink()  # so that the state is opened
    state = folder / "runs/config/1/checkpoints/best.state"
    state.write_bytes(state.read_bytes()[:-100])
    done = nettrain(folder, "eval")
    assert done.returncode == 5
    assert "best.state is damaged: its checksum does not hold" in done.stderr
    with RunDir(folder / "taken").locked():
        assert "is in use" in in_use(folder / "taken")


def in_use(run: Path) -> str:
    code = (
        "import sys; from pathlib import Path; from nettrain.rundir import RunDir\n"
        "RunDir(Path(sys.argv[1])).locked().__enter__()"
    )
    return subprocess.run([sys.executable, "-c", code, str(run)], capture_output=True, text=True).stderr


def test_70_a_bug(tmp_path: Path) -> None:
    """A fault of ours, provoked by breaking the installed code on the way in."""
    prepared(tmp_path)
    code = (
        "import nettrain.commands.check as check, nettrain.cli as cli, sys\n"
        "check.run = lambda *_: 1 / 0\n"
        "sys.exit(cli.command_line(['check', 'config.yaml']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 70
    assert "Traceback" not in done.stderr
    report = Path(done.stderr.strip().rpartition(" ")[2])
    assert done.stderr.startswith("nettrain: this is a bug in nettrain; the report is in ")
    assert "ZeroDivisionError" in report.read_text()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_and_143_interrupted(tmp_path: Path, number: signal.Signals, code: int) -> None:
    prepared(tmp_path, train="{epochs: 1000000}")
    events = tmp_path / "run/events.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "nettrain", "fit", "config.yaml", "-o", "run"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not (events.exists() and "EpochEnded" in events.read_text()):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "nettrain: stopped in epoch " in told
    assert "; the state is saved in run/checkpoints/last.state; go on with 'nettrain fit --resume run'\n" in told
    assert "Traceback" not in told
    assert (tmp_path / "run/checkpoints/last.state").is_file()
    assert (tmp_path / "run/history.csv").is_file()


def test_a_closed_pipe_is_no_error(trained: Path) -> None:
    command = f"{sys.executable} -m nettrain predict runs/config/1 table.csv | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=trained, capture_output=True, text=True, env=dict(os.environ))
    assert done.stdout.startswith("predicted,")
    assert "Traceback" not in done.stderr
