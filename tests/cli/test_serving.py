"""predict and eval without TensorFlow: LiteRT where a run has it, TensorFlow where not, told in one line."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import nettrain
from tests.making import write_config, write_table


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    """Return a folder with a copy of a finished run, config/1."""
    shutil.copytree(trained / "runs/config/1", tmp_path / "config/1")
    shutil.copy(trained / "table.csv", tmp_path)
    return tmp_path


def probabilities(text: str) -> list[float]:
    return [float(row["probability_yes"]) for row in csv.DictReader(text.splitlines())]


def test_litert_predicts_as_keras_does(folder: Path) -> None:
    lite = nettrain(folder, "predict", "config/1", "table.csv")
    assert (lite.returncode, lite.stderr) == (0, "")
    (folder / "config/1/model.tflite").unlink()
    keras = nettrain(folder, "predict", "config/1", "table.csv")
    assert keras.stderr == "note: predicting with TensorFlow: the run has no model.tflite\n"
    assert probabilities(lite.stdout) == pytest.approx(probabilities(keras.stdout), abs=1e-5)


def test_a_damaged_model(folder: Path) -> None:
    model = folder / "config/1/model.tflite"
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    for verb in (["predict", "config/1", "table.csv"], ["eval", "config/1", "--data", "table.csv"]):
        done = nettrain(folder, *verb)
        assert (done.returncode, done.stdout) == (5, "")
        assert done.stderr == (
            "nettrain: config/1/model.tflite is not what fit wrote: damaged, or of another run; remove it to use"
            " TensorFlow\n"
        )


def test_what_litert_cannot_take(tmp_path: Path) -> None:
    """It is said by fit, written down, and said by those who start TensorFlow for it; the bits are fit's."""
    write_table(tmp_path, "binary")
    transposed = "{conv1d_transpose: {filters: 2, kernel_size: 2, dilation_rate: 2}}"
    write_config(tmp_path, f"[{{reshape: {{target_shape: [4, 2]}}}}, {transposed}, flatten, output]", "{epochs: 1}")
    fitted = nettrain(tmp_path, "fit", "config.yaml", "--json")
    assert fitted.returncode == 0, fitted.stderr
    why = "LiteRT cannot take conv1d_transpose with dilation_rate 2"
    assert f"note: there is no model.tflite: {why}; predict and eval will start TensorFlow" in fitted.stderr
    run = tmp_path / "runs/config/1"
    assert not (run / "model.tflite").exists()
    assert json.loads((run / "manifest.json").read_text())["inference"] == {"engine": "tensorflow", "why": why}
    judged = nettrain(tmp_path, "eval", "--json")
    assert f"note: predicting with TensorFlow: {why}" in judged.stderr
    assert json.loads(judged.stdout)["metrics"] == json.loads(fitted.stdout)["metrics"]
