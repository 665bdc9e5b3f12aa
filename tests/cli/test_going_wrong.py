"""What a run that went wrong leaves behind: a message, and everything that was there before."""

from __future__ import annotations

import contextlib
import resource
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

import nettrain
from nettrain.engine.steps import Steps
from nettrain.errors import ConfigError, InterruptedRunError, RunError
from tests.making import write_config, write_table

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")  # of Keras with NumPy 2, when it saves
LAYERS = "[dense: {units: 100, activation: relu}, dense: {units: 100, activation: relu}, output]"
TRAIN = "{epochs: %d, keep: last, checkpoint: {every: 1ms}, optimizer: {adam: 0.01}%s}"
SAME = ("history.csv", "metrics.json", "checkpoints/best.state")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of two epochs, and of one that was left alone for four."""
    folder = tmp_path_factory.mktemp("trained")
    write_table(folder, "binary")
    write_config(folder, LAYERS, TRAIN % (4, ""))
    with contextlib.chdir(folder):
        nettrain.fit("config.yaml", output="alone")
        nettrain.fit("config.yaml", output="run", sets=["train.epochs=2"])
    return folder


@pytest.fixture
def begun(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of that folder, in which the test runs."""
    shutil.copytree(trained, tmp_path / "copy", symlinks=True)
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


def goes_on(folder: Path) -> None:
    """Go on with the run, and hold it against the one that was left alone."""
    nettrain.fit(resume="run", sets=["train.epochs=4"])
    for name in SAME:
        assert (folder / "run" / name).read_bytes() == (folder / "alone" / name).read_bytes(), name


def test_a_disk_that_takes_no_more(begun: Path) -> None:
    """A file may not grow beyond 100 kB, which no state fits into: so it is with a full disk."""
    state = (begun / "run/checkpoints/last.state").read_bytes()
    assert len(state) > 100_000

    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
    try:
        with pytest.raises(RunError, match=r"^run/checkpoints/last.state cannot be written: File too large"):
            nettrain.fit(resume="run", sets=["train.epochs=4"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
        signal.signal(signal.SIGXFSZ, heard)
    assert (begun / "run/checkpoints/last.state").read_bytes() == state
    assert not list(begun.glob("run/**/.?*[0-9a-f][0-9a-f]")), "nothing half-written is left"
    goes_on(begun)


def test_out_of_memory(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the third epoch there is no more memory: what was saved at the end of the second stays."""
    train, calls = Steps.train, []

    def short(self: Any, epoch: Any, first: int, last: int) -> None:
        calls.append(first)
        if len(calls) > 1:
            raise MemoryError("Unable to allocate 3 GiB")
        train(self, epoch, first, last)

    with monkeypatch.context() as patched:
        patched.setattr(Steps, "train", short)
        with pytest.raises(ConfigError) as told:
            nettrain.fit(resume="run", sets=["train.epochs=4"])
    assert "out of memory in epoch 3, after step" in str(told.value)
    assert "take a smaller train.batch_size than 32" in str(told.value)
    goes_on(begun)


def test_the_run_that_another_started_from_is_gone(begun: Path) -> None:
    write_config(begun, LAYERS, TRAIN % (4, ", start_from: run"))
    nettrain.fit("config.yaml", output="whole")
    nettrain.fit("config.yaml", output="tuned", sets=["train.epochs=2"])
    shutil.rmtree(begun / "run")
    nettrain.fit(resume="tuned", sets=["train.epochs=4"])
    for name in SAME:
        assert (begun / "tuned" / name).read_bytes() == (begun / "whole" / name).read_bytes(), name
    for state in begun.glob("tuned/checkpoints/*.state"):
        state.unlink()
    (begun / "tuned/metrics.json").unlink()
    with pytest.raises(ConfigError, match=r"train.start_from: there is no run run"):
        nettrain.fit(resume="tuned")


def test_a_signal_while_the_network_is_exported(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the command, instead of standing for something that LiteRT cannot do; the run can go on."""

    def signalled(*_: object, **__: object) -> None:
        raise InterruptedRunError("stopped", signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr("tensorflow.lite.TFLiteConverter.convert", signalled)
        with pytest.raises(KeyboardInterrupt, match=r"stopped; the state is saved in run"):
            nettrain.fit(resume="run", sets=["train.epochs=4"])
    assert not (begun / "run/metrics.json").exists()
    goes_on(begun)
