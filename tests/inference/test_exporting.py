"""What is not Keras's network within 1e-5 is no export: nothing is left of it, and it is said."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nettrain.commands.fitting import exporting
from nettrain.engine.export import ExportError, to_litert
from nettrain.errors import DataError
from nettrain.events import Event, Notice
from nettrain.inference.network import Network
from nettrain.rundir import LITE, RunDir
from tests.making import planned

ROWS = np.linspace(-2, 2, 24, dtype=np.float32).reshape(3, 8)
KERAS = np.array([[0.25], [-4.0], [1000.0]], np.float32)


def exported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lite: Any, keras: Any = KERAS
) -> tuple[exporting.Exported, list[Event]]:
    """Export a network whose outputs Keras gives as `keras`, and LiteRT as `lite`, unless that is raised.

    With None, LiteRT has the model itself.
    """

    def network(rows: Any) -> Any:
        if isinstance(lite, Exception):
            raise lite
        return np.array(lite, np.float32)[: rows.height]

    plan = planned(folder, "binary", "[output]").plan
    steps = SimpleNamespace(tf=None, network=None, outputs=lambda rows: keras[: len(rows)])
    monkeypatch.setattr(exporting, "to_litert", lambda *_: b"a model")
    if lite is not None:
        monkeypatch.setattr(exporting, "Network", lambda _: network)
    shown: list[Event] = []
    return exporting.export(RunDir(folder), plan, steps, ROWS, shown.append), shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lite", "apart"),
    [
        ([[0.25002], [-4], [1000]], "2e-05"),
        ([[0.25], [-4.0008], [1000]], "0.0002"),  # from 1 on as a share
        ([[0.25], [-4], [np.nan]], "inf"),
        ([[0.25], [-4], [np.inf]], "inf"),
    ],
)
def test_a_network_that_disagrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lite: Any, apart: str) -> None:
    made, shown = exported(tmp_path, monkeypatch, lite)
    why = f"LiteRT's outputs are {apart} away from Keras's, more than 1e-05"
    assert shown == [Notice(text=f"there is no model.tflite: {why}; predict and eval will start TensorFlow")]
    assert made.record == {"engine": "tensorflow", "why": why}
    assert not (tmp_path / LITE).exists()
    assert made.outputs(ROWS).tolist() == KERAS.tolist(), "Keras's own outputs are judged"


@pytest.mark.parametrize("word", [np.nan, np.inf])
def test_a_network_without_finite_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: float) -> None:
    """There is nothing to compare, whatever LiteRT makes of it."""
    keras = np.where(KERAS == 0.25, word, KERAS)
    made, shown = exported(tmp_path, monkeypatch, keras, keras)
    why = "the network's outputs are no finite numbers for some of 3 rows"
    assert shown == [Notice(text=f"there is no model.tflite: {why}; predict and eval will start TensorFlow")]
    assert made.record == {"engine": "tensorflow", "why": why}
    assert not (tmp_path / LITE).exists()


def test_a_network_that_litert_cannot_compute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, shown = exported(tmp_path, monkeypatch, DataError("LiteRT cannot compute these"))
    why = "LiteRT cannot compute these"
    assert shown == [Notice(text=f"there is no model.tflite: {why}; predict and eval will start TensorFlow")]
    assert made.record == {"engine": "tensorflow", "why": why}
    assert not (tmp_path / LITE).exists()


def test_a_model_that_litert_does_not_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def __init__(self, **_: object) -> None:
            pass

        def allocate_tensors(self) -> None:
            raise RuntimeError("model.cc:1 failed\nthere is no room for its tensors")

    monkeypatch.setattr("ai_edge_litert.interpreter.Interpreter", Refusing)
    made, shown = exported(tmp_path, monkeypatch, None)
    why = "there is no room for its tensors"
    assert shown == [Notice(text=f"there is no model.tflite: {why}; predict and eval will start TensorFlow")]
    assert made.record == {"engine": "tensorflow", "why": why}
    assert not (tmp_path / LITE).exists()


def test_a_converter_that_fails_without_a_word() -> None:
    def short(*_: object, **__: object) -> None:
        raise MemoryError

    tf = SimpleNamespace(TensorSpec=lambda *_: None, float32=None, function=short)
    network = SimpleNamespace(trainable_variables=[], non_trainable_variables=[], input_shape=(None, 8))
    with pytest.raises(ExportError, match=r"^MemoryError$"):
        to_litert(tf, network, 1)


def test_a_network_that_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, shown = exported(tmp_path, monkeypatch, [[0.250005], [-4.00001], [1000.005]])
    assert shown == []
    assert (tmp_path / LITE).read_bytes() == b"a model"
    assert made.record["engine"] == "litert"
    assert 1e-6 < made.record["apart"] < 1e-5
    assert json.dumps(made.record)


def test_the_network_of_a_damaged_file_is_none() -> None:
    with pytest.raises(ValueError, match="Flatbuffer"):
        Network(b"a model")
